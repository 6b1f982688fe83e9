"""People who use the server as any client does: over HTTP, with a name, a password and a token."""

from typing import Any

import httpx2
import pyotp

PASSWORD = "correct horse battery 7"


class Person:
    """A member and their HTTP client. Every call fails loudly when the status is not the one expected."""

    def __init__(self, url: str, name: str) -> None:
        """Take a name; nobody is registered yet."""
        self.name = name
        # A connection for each request: the server may be another process by the next one.
        limits = httpx2.Limits(max_keepalive_connections=0)
        self.http = httpx2.Client(base_url=url, timeout=30.0, limits=limits, trust_env=False)
        self.id = self.refresh_token = ""

    def ask(self, method: str, path: str, *, expect: int, **options: Any) -> Any:
        """Send one request and give the decoded answer, or None when there is none."""
        answer = self.http.request(method, path, **options)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path: str, *, expect: int = 200) -> Any:
        """Read something."""
        return self.ask("GET", path, expect=expect)

    def items(self, path: str) -> list[Any]:
        """Read the first page of a list."""
        page: list[Any] = self.get(path)["items"]
        return page

    def status(self, method: str, path: str) -> int:
        """Ask for something and tell only how it was answered."""
        return self.http.request(method, path).status_code

    def ids(self, path: str) -> list[str]:
        """Name what a list holds; one that is not for us holds nothing."""
        answer = self.http.get(path)
        return [item["id"] for item in answer.json()["items"]] if answer.status_code == 200 else []

    def post(self, path: str, body: Any = None, *, expect: int = 201) -> Any:
        """Write something."""
        return self.ask("POST", path, expect=expect, json={} if body is None else body)

    def put(self, path: str, body: Any = None, *, expect: int = 200) -> Any:
        """Change something."""
        return self.ask("PUT", path, expect=expect, json={} if body is None else body)

    def delete(self, path: str, *, expect: int = 204) -> Any:
        """Remove something."""
        return self.ask("DELETE", path, expect=expect)

    def register(self) -> "Person":
        """Make an account and keep its token."""
        who = {"email": f"{self.name}@example.org", "username": self.name, "password": PASSWORD}
        return self.keep(self.post("/auth/register", who | {"firstName": self.name.title(), "lastName": "Test"}))

    def login(self) -> "Person":
        """Sign in again, as after a restart; the token from before may be worth nothing."""
        self.http.headers.pop("Authorization", None)
        return self.keep(self.post("/auth/login", {"username": self.name, "password": PASSWORD}, expect=200))

    def keep(self, answer: Any) -> "Person":
        """Keep who we are and the token that proves it."""
        self.id = answer["user"]["id"]
        self.refresh_token = answer["refreshToken"]
        self.http.headers["Authorization"] = f"Bearer {answer['accessToken']}"
        return self

    def second_factor(self) -> "Person":
        """Set up an authenticator app, as staff must, and take the token that opens everything."""
        secret = self.post("/auth/totp")["secret"]
        self.post("/auth/totp/confirm", {"code": pyotp.TOTP(secret).now()}, expect=200)
        answer = self.post("/auth/refresh", {"refreshToken": self.refresh_token}, expect=200)
        self.http.headers["Authorization"] = f"Bearer {answer['accessToken']}"
        return self

    def befriend(self, other: "Person") -> None:
        """Ask another member, who says yes."""
        self.post("/users/friends/request", {"userId": other.id})
        assert other.put(f"/users/friends/{self.id}/accept")["status"] == "friends"
