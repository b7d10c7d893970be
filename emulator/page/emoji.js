// The shortcodes that people and apps write most, as characters.

const PAIRS = `
smile 😄 smiley 😃 grinning 😀 grin 😁 joy 😂 slightly_smiling_face 🙂 wink 😉 blush 😊 innocent 😇 heart_eyes 😍
sunglasses 😎 thinking_face 🤔 neutral_face 😐 relieved 😌 sweat_smile 😅 cry 😢 sob 😭 confused 😕 worried 😟
hugging_face 🤗 star-struck 🤩 sleeping 😴 shushing_face 🤫 zipper_mouth_face 🤐 upside_down_face 🙃 cowboy 🤠
wave 👋 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 raised_hands 🙌 pray 🙏 handshake 🤝 muscle 💪 ok_hand 👌
point_right 👉 point_left 👈 point_up 👆 point_down 👇 crossed_fingers 🤞 writing_hand ✍️ eyes 👀 busts_in_silhouette 👥
bust_in_silhouette 👤 heart ❤️ green_heart 💚 blue_heart 💙 yellow_heart 💛 purple_heart 💜 sparkling_heart 💖
broken_heart 💔 star ⭐ star2 🌟 sparkles ✨ zap ⚡ fire 🔥 tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆
medal 🏅 first_place_medal 🥇 dart 🎯 rocket 🚀 seedling 🌱 herb 🌿 four_leaf_clover 🍀 sunflower 🌻 rose 🌹
bouquet 💐 cherry_blossom 🌸 tulip 🌷 evergreen_tree 🌲 sunny ☀️ cloud ☁️ rainbow 🌈 snowflake ❄️ umbrella ☔
coffee ☕ tea 🍵 cake 🍰 birthday 🎂 cookie 🍪 pizza 🍕 beers 🍻 clinking_glasses 🥂 champagne 🍾
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️
no_entry ⛔ no_entry_sign 🚫 question ❓ exclamation ❗ grey_question ❔ bangbang ‼️ information_source ℹ️
bulb 💡 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬 thought_balloon 💭 left_speech_bubble 🗨️
calendar 📆 date 📅 spiral_calendar_pad 🗓️ clock1 🕐 clock3 🕒 clock9 🕘 alarm_clock ⏰ hourglass ⌛
hourglass_flowing_sand ⏳ stopwatch ⏱️ watch ⌚ telephone_receiver 📞 phone ☎️ telephone ☎️ iphone 📱 computer 💻
email ✉️ envelope ✉️ incoming_envelope 📨 love_letter 💌 inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫
memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 notebook 📓 books 📚 book 📖 bookmark 🔖 label 🏷️ link 🔗 paperclip 📎
pushpin 📌 round_pushpin 📍 file_folder 📁 open_file_folder 📂 page_facing_up 📄 chart_with_upwards_trend 📈
chart_with_downwards_trend 📉 bar_chart 📊 mag 🔍 lock 🔒 unlock 🔓 key 🔑 hammer_and_wrench 🛠️ gear ⚙️ wrench 🔧
scales ⚖️ balance_scale ⚖️ recycle ♻️ arrows_counterclockwise 🔄 repeat 🔁 leftwards_arrow_with_hook ↩️
arrow_right_hook ↪️ arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ heavy_plus_sign ➕ heavy_minus_sign ➖
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
white_circle ⚪ black_circle ⚫ small_blue_diamond 🔹 small_orange_diamond 🔸 wastebasket 🗑️ house 🏠 office 🏢
globe_with_meridians 🌐 earth_africa 🌍 world_map 🗺️ airplane ✈️ car 🚗 runner 🏃 walking 🚶 people_hugging 🫂
robot_face 🤖 ghost 👻 owl 🦉 bee 🐝 dog 🐶 cat 🐱 turtle 🐢 snail 🐌 mailbox_with_mail 📬 zzz 💤 100 💯
jigsaw 🧩 compass 🧭 ticket 🎫 crystal_ball 🔮 performing_arts 🎭 art 🎨 microphone 🎤 headphones 🎧 newspaper 📰
`;

const words = PAIRS.trim().split(/\s+/);
const EMOJI = new Map();
for (let index = 0; index < words.length; index += 2) EMOJI.set(words[index], words[index + 1]);

/** The character of a shortcode (`wave`, `+1::skin-tone-3`), or nothing. */
export const emojiFor = (name) => EMOJI.get(name.split("::")[0]);

/** A text with each known `:shortcode:` replaced. */
export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+-]+(?:::skin-tone-\d)?):/g, (whole, name) => emojiFor(name) ?? whole);
