({ endpoint, keys, answer }) => {
  if (location.protocol === "about:") return;
  // The permission is asked for by the browser itself, where no test can press a button: its answer is given here.
  let permission = localStorage.getItem("permission") ?? (answer === "blocked" ? "denied" : "default");
  Object.defineProperty(Notification, "permission", { get: () => permission });
  Notification.requestPermission = async () => {
    localStorage.setItem("asked", String(Number(localStorage.getItem("asked") ?? 0) + 1));
    permission = answer === "yes" ? "granted" : "denied";
    localStorage.setItem("permission", permission);
    return permission;
  };
  const stands = (applicationServerKey) => ({
    options: { applicationServerKey }, toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; },
  });
  const read = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)).buffer;
  PushManager.prototype.getSubscription = async () => {
    const key = localStorage.getItem("subscribed");
    return key && stands(read(key));
  };
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || permission !== "granted") throw new DOMException("not allowed", "NotAllowedError");
    localStorage.setItem("subscribed", applicationServerKey);
    return stands(read(applicationServerKey));
  };
}
