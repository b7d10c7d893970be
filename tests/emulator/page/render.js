// Draws mrkdwn with the page's own renderer, and says what HTML came of it.
async (texts) => {
  const { renderMrkdwn } = await import("/page/static/mrkdwn.js");
  const { Times } = await import("/page/static/time.js");
  const store = {
    me: { id: "U0ADA" },
    app: { bot_user_id: "U0BOT", name: "Coop" },
    times: new Times("Europe/London", "en-GB"),
    now: () => 1795532640,
    person: (id) => (id === "U0BO" || id === "U0ADA" ? { id } : undefined),
    nameOf: (id) => ({ U0BO: "Bo", U0ADA: "Ada" })[id] ?? id,
    conversation: (id) => (id === "C1" ? { name: "general" } : undefined),
  };
  const html = (text) => {
    const node = document.createElement("div");
    node.append(renderMrkdwn(text, store));
    return node.innerHTML.replace(/ target="_blank" rel="noopener noreferrer nofollow"/g, "");
  };
  return texts.map(html);
};
