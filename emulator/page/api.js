// The page's JSON API, as one person.

/** What the server refused, with its own sentence as the message. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const options = { method, headers: { accept: "application/json" } };
  if (body !== undefined) {
    const isFile = body instanceof Blob;
    options.body = isFile ? body : JSON.stringify(body);
    options.headers["content-type"] = isFile ? "application/octet-stream" : "application/json";
  }
  let response;
  try {
    response = await fetch(`/page/api/${path}`, options);
  } catch {
    throw new ApiError(0, "The workspace does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new ApiError(response.status, answer.error ?? `The workspace answered ${response.status}.`);
  return answer;
}

export const fetchWorkspace = () => call("GET", "workspace");

/** Everything that `user` can ask and do. */
export function apiFor(user) {
  const mine = `as/${encodeURIComponent(user)}`;
  const conversation = (id) => `${mine}/conversations/${encodeURIComponent(id)}`;
  const view = (id) => `${mine}/views/${encodeURIComponent(id)}`;
  return {
    streamUrl: `/page/api/${mine}/stream`,
    conversations: () => call("GET", `${mine}/conversations`),
    messages: (id) => call("GET", `${conversation(id)}/messages?limit=200`),
    read: (id) => call("POST", `${conversation(id)}/read`, {}),
    say: (id, text) => call("POST", `${conversation(id)}/messages`, { text }),
    sendFile: (id, file) =>
      call("POST", `${conversation(id)}/files?name=${encodeURIComponent(file.name)}`, file),
    openDm: (person) => call("POST", `${mine}/dms`, { with: person }),
    act: (action) => call("POST", `${mine}/actions`, action),
    options: (query) => call("POST", `${mine}/options`, query),
    views: () => call("GET", `${mine}/views`),
    submit: (id, values) => call("POST", `${view(id)}/submit`, { values }),
    close: (id, cleared) => call("POST", `${view(id)}/close`, { cleared }),
    shortcut: (shortcut) => call("POST", `${mine}/shortcuts`, shortcut),
    openHome: () => call("POST", `${mine}/home`, {}),
    home: () => call("GET", `${mine}/home`),
    clock: () => call("GET", `${mine}/clock`),
    moveClock: (move) => call("POST", `${mine}/clock`, { move }),
  };
}
