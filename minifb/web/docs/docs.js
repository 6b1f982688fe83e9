// The API page: every operation of /openapi.json with a form to try it. Whoever registers or signs in here is
// remembered in this tab, so that two members can be played by one person.

const main = document.querySelector("#operations");
const seen = document.querySelector("#seen");
let api = {};

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
};

// ── who asks ──────────────────────────────────────────────────────────────────────────────────────

const kept = JSON.parse(sessionStorage.getItem("people") ?? '{"list": [], "current": null}');

function remember(name, token) {
  kept.list = [...kept.list.filter((person) => person.name !== name), { name, token }];
  kept.current = name;
  drawPeople();
}

function drawPeople() {
  sessionStorage.setItem("people", JSON.stringify(kept));
  const button = (name, label) =>
    make("button", {
      "aria-pressed": String(kept.current === name),
      onclick: () => { kept.current = name; drawPeople(); },
    }, label);
  document.querySelector("#people").replaceChildren(
    button(null, "nobody"),
    ...kept.list.map((person) => button(person.name, person.name)),
  );
}

document.querySelector("#token").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const field = submitted.target.elements.token;
  if (field.value.trim()) remember(`token ${field.value.trim().slice(-6)}`, field.value.trim().replace(/^Bearer /, ""));
  field.value = "";
});

// ── ids that were seen are offered wherever one is asked for ──────────────────────────────────────

const known = new Map();

function collect(value) {
  if (Array.isArray(value)) return value.forEach(collect);
  if (value === null || typeof value !== "object") return;
  if (typeof value.id === "string" && value.id.length === 36) {
    known.set(value.id, value.username ?? value.text ?? value.status ?? "");
  }
  Object.values(value).forEach(collect);
  seen.replaceChildren(...[...known].map(([id, label]) => make("option", { value: id, label: `${label} ${id}`.trim() })));
}

// ── schemas ───────────────────────────────────────────────────────────────────────────────────────

const resolve = (schema) =>
  schema?.$ref ? schema.$ref.split("/").slice(1).reduce((place, word) => place[word], api) : (schema ?? {});

const choices = (schema) => (schema.oneOf ?? schema.anyOf ?? []).filter((each) => each.type !== "null");

function example(given, depth = 0) {
  const schema = resolve(given);
  if (schema.default != null) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.find((each) => each !== null);
  if (choices(schema).length) return example(choices(schema)[0], depth);
  const type = [schema.type].flat().find((each) => each !== "null");
  if (type === "object" || schema.properties) {
    const wanted = depth === 0 ? schema.required ?? [] : Object.keys(schema.properties ?? {});
    return Object.fromEntries(wanted.map((name) => [name, example(schema.properties[name], depth + 1)]));
  }
  if (type === "array") return [];
  if (type === "integer" || type === "number") return schema.minimum ?? 0;
  if (type === "boolean") return false;
  return schema.examples?.[0] ?? "";
}

function typeName(given) {
  const schema = resolve(given);
  if (schema.enum) return schema.enum.filter((each) => each !== null).join(" | ");
  if (choices(schema).length) return choices(schema).map(typeName).join(" | ");
  const type = [schema.type].flat().filter((each) => each !== "null").join(" | ");
  return type === "array" ? `${typeName(schema.items)}[]` : (schema.title ?? type) || "any";
}

function fieldTable(given) {
  const schema = resolve(given);
  const rows = Object.entries(schema.properties ?? {}).map(([name, each]) =>
    make("tr", {},
      make("td", {}, name + (schema.required?.includes(name) ? "" : "?")),
      make("td", {}, typeName(each)),
      make("td", {}, resolve(each).description ?? each.description ?? "")));
  return rows.length ? make("table", {}, ...rows) : null;
}

// ── one operation ─────────────────────────────────────────────────────────────────────────────────

function inside(method, path, operation) {
  const parameters = (operation.parameters ?? []).map(resolve);
  const fields = parameters.map((parameter) => ({
    parameter,
    input: make("input", { list: /id$/i.test(parameter.name) ? "seen" : null, autocomplete: "off", spellcheck: "false" }),
  }));
  const schema = operation.requestBody && resolve(operation.requestBody).content?.["application/json"]?.schema;
  const body = schema && make("textarea", { "aria-label": "Body", spellcheck: "false" });
  if (body) body.value = JSON.stringify(example(schema), null, 2);

  const status = make("div", { class: "status", role: "status" });
  const answer = make("pre", { hidden: true, tabindex: "0" });
  const send = async () => {
    status.textContent = "…";
    try {
      await request(method, path, fields, body, status, answer);
    } catch (trouble) {
      status.className = "status bad";
      status.textContent = String(trouble.message ?? trouble);
    }
  };
  return make("div", { class: "inside" },
    operation.description && make("p", {}, operation.description),
    ...fields.map(({ parameter, input }) =>
      make("label", {}, make("span", {}, parameter.name, " ", make("small", {}, parameter.in)), input)),
    schema && fieldTable(schema),
    body,
    make("div", {}, make("button", { onclick: send }, "send")),
    status,
    answer);
}

async function request(method, path, fields, body, status, answer) {
  const query = new URLSearchParams();
  const headers = {};
  let address = path;
  for (const { parameter, input } of fields) {
    const value = input.value.trim();
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value && parameter.in === "query") query.append(parameter.name, value);
    else if (value && parameter.in === "header") headers[parameter.name] = value;
  }
  const person = kept.list.find((each) => each.name === kept.current);
  if (person) headers.Authorization = `Bearer ${person.token}`;
  if (body) headers["Content-Type"] = "application/json";
  const began = performance.now();
  const response = await fetch(address + (query.size ? `?${query}` : ""), {
    method: method.toUpperCase(), headers, body: body?.value, credentials: "omit",
  });
  const text = await response.text();
  const took = Math.round(performance.now() - began);
  status.className = `status ${response.ok ? "good" : "bad"}`;
  status.textContent = `${response.status} ${response.statusText} · ${took} ms`;
  answer.hidden = !text;
  answer.textContent = text;
  if (!/json/.test(response.headers.get("content-type") ?? "")) return;
  const told = JSON.parse(text);
  answer.textContent = JSON.stringify(told, null, 2);
  collect(told);
  if (told.accessToken && told.user) remember(told.user.username, told.accessToken);
  else if (told.accessToken && person) remember(person.name, told.accessToken);
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────────

function draw() {
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? "other";
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation }]);
    }
  }
  main.replaceChildren(...[...groups].map(([tag, operations]) => make("section", {}, make("h2", {}, tag),
    ...operations.map(({ method, path, operation }) => {
      const row = make("details", { id: operation.operationId },
        make("summary", {},
          make("span", { class: `method ${method}` }, method.toUpperCase()),
          make("code", {}, path),
          make("span", {}, operation.summary ?? "")));
      row.dataset.words = `${method} ${path} ${operation.summary ?? ""} ${tag}`.toLowerCase();
      row.addEventListener("toggle", () => row.append(inside(method, path, operation)), { once: true });
      return row;
    }))));
}

document.querySelector("#filter").addEventListener("input", (typed) => {
  const words = typed.target.value.toLowerCase().split(/\s+/);
  for (const row of main.querySelectorAll("details")) row.hidden = !words.every((word) => row.dataset.words.includes(word));
  for (const section of main.querySelectorAll("section")) section.hidden = !section.querySelector("details:not([hidden])");
});

drawPeople();
api = await (await fetch("/openapi.json")).json();
draw();
if (location.hash) document.querySelector(CSS.escape ? `#${CSS.escape(location.hash.slice(1))}` : location.hash)?.setAttribute("open", "");
