async () => {
  const [shown] = await self.registration.getNotifications();
  const opened = [];
  // Only a person's click may open a window; where to is what is looked at.
  Object.defineProperty(self.clients, "openWindow", { configurable: true, value: async (url) => { opened.push(String(url)); } });
  const waited = [];
  const event = new NotificationEvent("notificationclick", { notification: shown });
  event.waitUntil = (promise) => waited.push(promise); // refused to events that no browser sent
  self.dispatchEvent(event);
  await Promise.all(waited);
  return opened;
}
