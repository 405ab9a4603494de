/* Shows and saves the settings; a server elsewhere needs the user's permission first. */
const form = document.getElementById("form");

chrome.storage.local.get(SETTINGS).then((settings) => {
  for (const [name, value] of Object.entries(settings)) form.elements[name].value = value;
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const settings = Object.fromEntries(new FormData(form));
  const { protocol, hostname } = new URL(settings.server);
  const local = hostname === "127.0.0.1" || hostname === "localhost";
  const allowed = local || (await chrome.permissions.request({ origins: [`${protocol}//${hostname}/*`] }));
  if (allowed) await chrome.storage.local.set(settings);
  document.getElementById("status").textContent = allowed ? "已保存，刷新网页后生效。" : "没有保存：需要允许访问这个服务地址。";
});
