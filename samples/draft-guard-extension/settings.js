/* The settings and their defaults; by default no site is guarded. */
const SETTINGS = { server: "http://127.0.0.1:8750", key: "", sites: "", channel: "reply", profile: "", send: "" };

/** Whether a host is one of the sites, or below one. */
const isGuarded = (host, sites) => sites.split(/\s+/).filter(Boolean).some((site) => host === site || host.endsWith(`.${site}`));
