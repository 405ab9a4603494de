/* Guards the fields of the sites that the user named. */
(async () => {
  const settings = await chrome.storage.local.get(SETTINGS);
  if (!isGuarded(location.hostname, settings.sites)) return;
  const check = async (body) => {
    const { answer, told } = await chrome.runtime.sendMessage({ body });
    if (told) throw Object.assign(new Error(), { told });
    return answer;
  };
  YanjianDraftGuard.start({ check, channel: settings.channel, profile: settings.profile, send: settings.send });
})();
