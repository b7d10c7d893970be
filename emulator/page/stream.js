// Server-Sent Events: what changed, as it changes. Survives a restart of the server.

const NAMES = [
  "message",
  "message_changed",
  "message_deleted",
  "views",
  "home",
  "conversations",
  "clock",
  "toast",
];
const RETRY_MS = 1000;
const RETRY_MOST_MS = 8000;

/**
 * Listens for good. `onEvent(name, data)` gets each event, `onOpen(again)` each time that the line stands (`again`
 * from the second time on: something may have been missed), `onDown()` each time it breaks.
 */
export function listen(url, { onEvent, onOpen, onDown }) {
  let opened = 0;
  let wait = RETRY_MS;
  const connect = () => {
    const source = new EventSource(url);
    for (const name of NAMES) source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
    source.addEventListener("open", () => {
      wait = RETRY_MS;
      onOpen(++opened > 1);
    });
    source.addEventListener("error", () => {
      onDown();
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, RETRY_MOST_MS);
    });
  };
  connect();
}
