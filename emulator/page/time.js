// Dates and times in one person's zone and manner.

const DAY = 86400;

/** Formats and reads dates for one person; every moment is epoch seconds. */
export class Times {
  constructor(zone, locale) {
    this.zone = zone || "UTC";
    this.locale = locale || "en-GB";
    this.formats = new Map();
  }

  format(epoch, options) {
    const key = JSON.stringify(options);
    if (!this.formats.has(key)) {
      this.formats.set(key, new Intl.DateTimeFormat(this.locale, { timeZone: this.zone, ...options }));
    }
    return this.formats.get(key).format(new Date(epoch * 1000));
  }

  time(epoch) {
    return this.format(epoch, { hour: "2-digit", minute: "2-digit" });
  }

  /** "Tuesday 24 November", with the year where it is another than now's. */
  day(epoch, now = epoch) {
    const year = this.dateOf(epoch).slice(0, 4) === this.dateOf(now).slice(0, 4) ? {} : { year: "numeric" };
    return this.format(epoch, { weekday: "long", day: "numeric", month: "long", ...year });
  }

  /** The same, said as Today, Yesterday or Tomorrow where it is. */
  dayInWords(epoch, now) {
    const days = (Date.parse(this.dateOf(epoch)) - Date.parse(this.dateOf(now))) / (DAY * 1000);
    return { 0: "Today", "-1": "Yesterday", 1: "Tomorrow" }[days] ?? this.day(epoch, now);
  }

  short(epoch) {
    return this.format(epoch, {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
    });
  }

  full(epoch) {
    return this.format(epoch, { dateStyle: "full", timeStyle: "short" });
  }

  /** "London" of "Europe/London". */
  place() {
    return this.zone.split("/").at(-1).replaceAll("_", " ");
  }

  parts(epoch) {
    const zoned = new Intl.DateTimeFormat("en-CA", {
      timeZone: this.zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    return Object.fromEntries(
      zoned.formatToParts(new Date(epoch * 1000)).map((part) => [part.type, part.value]),
    );
  }

  /** "Tue 24 Nov 2026" of a date that is nobody's moment: `YYYY-MM-DD`. */
  dateInWords(date) {
    return this.plain(date, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  }

  monthInWords(date) {
    return this.plain(date, { month: "long", year: "numeric" });
  }

  weekday(date) {
    return this.plain(date, { weekday: "long" });
  }

  plain(date, options) {
    return new Intl.DateTimeFormat(this.locale, { timeZone: "UTC", ...options }).format(
      new Date(`${date}T00:00:00Z`),
    );
  }

  /** The local date, `YYYY-MM-DD`. */
  dateOf(epoch) {
    const { year, month, day } = this.parts(epoch);
    return `${year}-${month}-${day}`;
  }

  /** The local time, `HH:mm`. */
  timeOf(epoch) {
    const { hour, minute } = this.parts(epoch);
    return `${hour}:${minute}`;
  }

  /** The moment of a local date and time. In the hour that a clock change skips, an hour later. */
  epochOf(date, time) {
    const wanted = Date.parse(`${date}T${time}:00Z`) / 1000;
    const offset = (epoch) => {
      const { year, month, day, hour, minute, second } = this.parts(epoch);
      return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - epoch;
    };
    const guess = wanted - offset(wanted);
    return wanted - offset(guess);
  }

  /** Slack's `<!date^…>`: `{date_short}` and its kin replaced. */
  slackDate(epoch, tokens, now) {
    const pretty = (plain) => {
      const words = this.dayInWords(epoch, now);
      return /^(Today|Yesterday|Tomorrow)$/.test(words) ? words.toLowerCase() : plain;
    };
    const year = "numeric";
    const values = {
      date_num: () => this.dateOf(epoch),
      date: () => this.format(epoch, { month: "long", day: "numeric", year }),
      date_short: () => this.format(epoch, { month: "short", day: "numeric", year }),
      date_long: () => this.format(epoch, { weekday: "long", month: "long", day: "numeric", year }),
      time: () => this.time(epoch),
      time_secs: () => this.format(epoch, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
      ago: () => ago(epoch - now),
    };
    for (const name of ["date", "date_short", "date_long"])
      values[`${name}_pretty`] = () => pretty(values[name]());
    return tokens.replace(/\{(\w+)\}/g, (whole, name) =>
      Object.hasOwn(values, name) ? values[name]() : whole,
    );
  }
}

function ago(seconds) {
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, size] of [
    ["day", DAY],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}
