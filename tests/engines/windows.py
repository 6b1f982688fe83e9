"""Windows of the other two engines, driven as the WebDriver standard has it, each by the driver its makers keep.

Chromium is driven by Playwright (`tests/browser`), which has no version of these two that Debian's would work with.
"""

import os
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
WAIT = 20.0
"""Seconds that anything may take to show."""
MINI_BROWSER = Path("/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser")
WIDTH, HEIGHT = 1200, 900


class Window(ABC):
    """A window, looked at by the words in it."""

    driver: Any
    """What Marionette and Selenium have in common: find_elements, execute_script, refresh."""

    def __init__(self, url: str, folder: Path) -> None:
        """Take the address of the server and a folder for what the program notes down; nothing is opened yet."""
        self.url, self.folder = url, folder

    @abstractmethod
    def visit(self, address: str) -> None:
        """Go to an address."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """Let the page work out a function body, and give what it returns."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Tell what the page's console called an error."""

    @abstractmethod
    def close(self) -> None:
        """Close the window and the program."""

    def go(self, path: str) -> None:
        """Go to a page of the app, and wait until it stands."""
        self.visit(self.url + path)
        until(lambda: self.run("return document.documentElement.dataset.ready") == "yes", f"{path} to be ready")

    def press(self, name: str) -> None:
        """Press the first button, link or choice of this name that is in sight; `…` at its end: that begins so."""
        begins = name.removesuffix("…")
        fits = 'starts-with({0}, "{1}")' if begins != name else '{0} = "{1}"'
        words = " or ".join(fits.format(where, begins) for where in ("normalize-space(.)", "@aria-label"))
        kinds = "self::button or self::a or self::label or @role='menuitem'"
        self._do(f"//*[{kinds}][{words}]", lambda found: found.click(), f"to press {name}")

    def write(self, label: str, text: str) -> None:
        """Write into the field of this label."""
        named = f'@aria-label="{label}" or @id=//label[normalize-space(.)="{label}"]/@for'
        field = f"//*[self::input or self::textarea][{named}]"
        self._do(field, lambda found: found.send_keys(text), f"to write into {label}")

    def see(self, text: str) -> None:
        """Wait until words are in sight, in a text or as the name of something."""
        self._do(
            f'//*[text()[contains(., "{text}")] or contains(@aria-label, "{text}")]', lambda _: None, f"to see {text}"
        )

    def _do(self, xpath: str, act: Callable[[Any], None], what: str) -> None:
        def tried() -> bool:
            found = [one for one in self.driver.find_elements("xpath", xpath) if one.is_displayed()]
            if found:
                act(found[0])
            return bool(found)

        until(tried, what)


class Firefox(Window):
    """Firefox, by Mozilla's own Marionette."""

    def __init__(self, url: str, folder: Path) -> None:
        """Open it, without a screen."""
        from marionette_driver.marionette import Marionette

        super().__init__(url, folder)
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        assert program, "this needs Firefox: apt-get install firefox-esr"
        noted = str(folder / "firefox.log")  # a file of its own: Marionette removes what was there
        self.driver = Marionette(bin=program, headless=True, prefs={"intl.accept_languages": "en"}, gecko_log=noted)
        self.driver.start_session()
        self.driver.set_window_rect(width=WIDTH, height=HEIGHT)

    def visit(self, address: str) -> None:
        """Go to an address."""
        self.driver.navigate(address)

    def run(self, script: str) -> Any:
        """Let the page work out a function body."""
        return self.driver.execute_script(script)

    def faults(self) -> list[str]:
        """Read the console of the whole program, as far as it is about this server."""
        with self.driver.using_context("chrome"):
            said: list[str] = self.driver.execute_script("""
              return Services.console.getMessageArray()
                .filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag))
                .map((one) => `${one.sourceName}: ${one.errorMessage}`);
            """)
        return [one for one in said if one.startswith(self.url)]

    def close(self) -> None:
        """End the program."""
        self.driver.quit()
        self.driver.cleanup()


class WebKit(Window):
    """WebKitGTK, what Safari is made of, on a screen that nobody sees."""

    def __init__(self, url: str, folder: Path) -> None:
        """Open it, on a screen of its own."""
        from selenium import webdriver
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service

        super().__init__(url, folder)
        assert MINI_BROWSER.exists(), "this needs WebKitGTK: apt-get install webkit2gtk-driver"
        assert shutil.which("Xvfb"), "this needs a screen: apt-get install xvfb"
        told, tell = os.pipe()
        command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
        self._screen = subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL)
        os.close(tell)
        with os.fdopen(told) as number:
            screen = f":{number.readline().strip()}"
        options = Options()
        options.binary_location = str(MINI_BROWSER)
        options.add_argument("--automation")
        self.driver = webdriver.WebKitGTK(
            options=options, service=Service(shutil.which("WebKitWebDriver"), env={**os.environ, "DISPLAY": screen})
        )
        self.driver.set_window_rect(0, 0, WIDTH, HEIGHT)

    def visit(self, address: str) -> None:
        """Go to an address."""
        self.driver.get(address)

    def run(self, script: str) -> Any:
        """Let the page work out a function body."""
        return self.driver.execute_script(script)

    def faults(self) -> list[str]:
        """Tell nothing: WebKit's driver does not hand the console out."""
        return []

    def close(self) -> None:
        """End the program, and its screen."""
        self.driver.quit()
        self._screen.terminate()
        self._screen.wait()


def until(tried: Callable[[], bool], what: str) -> None:
    """Try until it is so; what is in the middle of being drawn anew is tried again."""
    end = time.monotonic() + WAIT
    last: Exception | None = None
    while time.monotonic() < end:
        try:
            if tried():
                return
        except Exception as error:  # noqa: BLE001 - the two drivers have no kind of error in common
            last = error
        time.sleep(0.1)
    raise AssertionError(f"waited {WAIT:.0f} s {what}") from last
