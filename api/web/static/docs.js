/* The documentation, made from this server's OpenAPI document; nothing is loaded from elsewhere. */
(async () => {
  "use strict";

  const make = (tag, text, ...children) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    element.append(...children);
    return element;
  };

  /** A schema in a few words. */
  const short = (schema) => {
    if (!schema) return "";
    if (schema.$ref) return schema.$ref.split("/").pop();
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    if (schema.anyOf) return schema.anyOf.map(short).join(" | ");
    if (schema.type === "array") return `${short(schema.items) || "…"}[]`;
    return schema.type || "…";
  };

  const contents = (content = {}) => Object.entries(content).map(([type, { schema }]) => `${type}：${short(schema)}`).join("，");

  const examples = (content = {}) => Object.values(content).flatMap(({ example, examples: some = {} }) =>
    [example, ...Object.values(some).map((each) => each.value)].filter((each) => each !== undefined));

  const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

  const row = (...cells) => make("tr", "", ...cells.map((cell) => make("td", cell)));

  const operation = (path, method, { summary, description, requestBody, responses }) => {
    const section = make("section", "", make("h2", `${method.toUpperCase()} ${path}`), make("p", description || summary || ""));
    if (requestBody) {
      section.append(make("p", `发送 ${contents(requestBody.content)}，例如：`));
      for (const each of examples(requestBody.content)) section.append(make("pre", shown(each)));
    }
    const rows = Object.entries(responses).map(([status, each]) => row(status, each.description, contents(each.content)));
    section.append(make("table", "", ...rows));
    return section;
  };

  const type = (name, { properties = {}, required = [], description, enum: values }) => {
    const rows = Object.entries(properties).map(([field, schema]) => row(field, required.includes(field) ? "必有" : "", short(schema), schema.description || ""));
    return make("section", "", make("h3", name), make("p", description || (values || []).join(" | ")), make("table", "", ...rows));
  };

  const document_ = await (await fetch("openapi.json")).json();
  document.getElementById("about").textContent = document_.info.description;
  document.getElementById("operations").append(...Object.entries(document_.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => operation(path, method, each))));
  document.getElementById("schemas").append(...Object.entries(document_.components.schemas).map(([name, schema]) => type(name, schema)));
})();
