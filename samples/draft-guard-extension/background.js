/* Asks the service on behalf of the pages: a page may not be allowed to reach it, the extension is. */
importScripts("settings.js");

async function check(body) {
  const { server, key } = await chrome.storage.local.get(SETTINGS);
  const headers = { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) };
  try {
    const response = await fetch(`${server.replace(/\/$/, "")}/v1/check`, { method: "POST", headers, body: JSON.stringify(body) });
    const answer = await response.json();
    return response.ok ? { answer } : { told: `言检没有检查：${answer.error}` };
  } catch {
    return { told: "言检连不上，没有检查" };
  }
}

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== chrome.runtime.id || !message.body) return false;
  check(message.body).then(reply);
  return true; // the answer comes later
});
