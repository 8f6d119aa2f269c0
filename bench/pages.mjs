/** Ten real-looking pages (`views/pages`) with data for each, and a typical small change of that data. */

const list = (count, make) => Array.from({ length: count }, (_, i) => make(i))
const change = (items, index, values) => items.with(index, { ...items[index], ...values })

const common = {
  brand: "Northwind & Sons",
  year: 2026,
  path: "/orders",
  user: { name: "Ada Lovelace", role: "admin" },
  menu: list(7, (i) => ({ href: i === 2 ? "/orders" : `/m${i}`, label: `Menu ${i}` })),
}
const words = "the quick brown fox jumps over the lazy dog and runs into the wood".split(" ")
const text = (i, count) => list(count, (j) => words[(i * 7 + j) % words.length]).join(" ")

const tiles = list(12, (i) => ({
  title: `Tile ${i}`,
  value: i * 31,
  unit: "req/s",
  delta: (i % 3) - 1,
  points: list(12, (j) => `${j * 5},${(i * j) % 20}`).join(" "),
}))
const lines = list(40, (i) => ({ id: i, text: text(i, 5), count: (i % 5) + 1, price: 3 + i }))
const products = list(48, (i) => ({
  id: i,
  slug: `product-${i}`,
  name: text(i, 2),
  text: text(i, 20),
  stock: i % 7,
  price: 9 + i,
}))
const comments = list(30, (i) => ({ id: i, author: `User ${i}`, time: `${i}:00`, text: text(i, 25) }))
const users = list(200, (i) => ({
  id: i,
  name: text(i, 2),
  mail: `User${i}@Example.org`,
  role: i % 3 ? "user" : "admin",
  active: i % 2 === 0,
}))
const weeks = list(5, (w) =>
  list(7, (d) => ({
    n: w * 7 + d,
    out: w === 4 && d > 2,
    entries: list((w + d) % 3, (e) => ({ kind: e, time: `${9 + e}:00`, text: text(d, 3) })),
  })),
)
const columns = list(4, (c) => ({
  id: c,
  name: `Column ${c}`,
  cards: list(15, (i) => ({
    id: c * 100 + i,
    title: text(i, 4),
    labels: list(i % 3, (l) => `l${l}`),
    owner: i % 4 ? `User ${i}` : "",
  })),
}))
const mails = list(100, (i) => ({
  id: i,
  from: `User ${i}`,
  subject: text(i, 6),
  time: `${i % 24}:30`,
  read: i % 4 !== 0,
  files: i % 5,
}))
const groups = list(8, (g) => ({
  name: `Group ${g}`,
  state: ["good", "bad", "?"][g % 3],
  values: Object.fromEntries(list(10, (i) => [`value ${i}`, (g * 17 + i * 13) % 100])),
}))
const form = { name: "Ada", mail: "ada@example.org", phone: "", language: "en" }

/** Name of the template: the data, and the names assigned by the change with their new values. */
export const pages = Object.fromEntries(
  Object.entries({
    dashboard: [{ tiles }, { tiles: change(tiles, 3, { value: 1234, delta: 1 }) }],
    invoice: [
      { number: "2026-17", customer: { name: "Ada", street: "Main 1", city: "London" }, lines, total: 1234.567 },
      { lines: change(lines, 20, { count: 9 }), total: 1300.5 },
    ],
    products: [{ category: "garden tools", products }, { products: change(products, 10, { stock: 0 }) }],
    article: [
      { title: "On looms", author: "Ada", date: "today", body: list(12, (i) => text(i, 60)), comments },
      { comments: [...comments, { id: 99, author: "New", time: "now", text: "A short comment." }] },
    ],
    users: [{ users }, { users: users.filter(({ id }) => id !== 100) }],
    settings: [
      { form, errors: {}, languages: { en: "English", de: "Deutsch", fr: "Français" } },
      { errors: { mail: "is not a mail address" } },
    ],
    calendar: [{ month: "May", days: list(7, (i) => `Day ${i}`), weeks, today: 12 }, { today: 13 }],
    board: [
      { columns },
      {
        columns: [
          change(columns, 0, { cards: columns[0].cards.slice(1) })[0],
          { ...columns[1], cards: [columns[0].cards[0], ...columns[1].cards] },
          columns[2],
          columns[3],
        ],
      },
    ],
    inbox: [
      { mails },
      { mails: [{ id: 1000, from: "New", subject: "Just arrived", time: "12:00", read: false, files: 0 }, ...mails] },
    ],
    report: [{ title: "Report", date: "today", groups }, { groups: change(groups, 2, { state: "good" }) }],
  }).map(([name, [data, update]]) => [name, { data: { ...common, ...data }, update }]),
)
