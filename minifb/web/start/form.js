// Pages that a printed or mailed link leads to: the secret stands behind `#`, which is never sent to a server's log.

const form = document.querySelector("form");
const said = document.querySelector("#said");
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
history.replaceState(null, "", location.pathname); // the secret stays out of the history

function say(text, bad) {
  said.className = `status ${bad ? "bad" : "good"}`;
  said.textContent = text;
}

if (!token) say("This link is not whole: open it again as it was sent or printed.", true);

form.addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  say("…", false);
  const fields = Object.fromEntries(new FormData(form));
  // A mail program's own button sends the token in the address (RFC 8058); the page asks the same way.
  const to = "inAddress" in form.dataset ? `${form.dataset.to}?token=${encodeURIComponent(token)}` : form.dataset.to;
  const response = await fetch(to, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...fields, token }),
    credentials: "omit",
  });
  const told = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
  if (!response.ok) {
    const faults = (told.errors ?? []).map((fault) => `${fault.field}: ${fault.message}`);
    say([told.detail ?? `The server answered ${response.status}.`, ...faults].join(" "), true);
    return;
  }
  if (told.categories?.length === 0) {
    say("This link is not whole: open it again as it is in the mail.", true);
    return;
  }
  if (told.accessToken) {
    // The API page finds whoever signed in in this tab here.
    const list = [{ name: told.user.username, token: told.accessToken }];
    sessionStorage.setItem("people", JSON.stringify({ list, current: told.user.username }));
  }
  form.hidden = true;
  say(form.dataset.done, false);
  document.querySelector("#next").hidden = false;
});
