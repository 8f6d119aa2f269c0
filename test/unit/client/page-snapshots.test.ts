/** The snapshots of a page: from what the server says to the next join, and over a page load. */
import { PageClient } from "../../../client/page-client.js"
import { FakeConnection } from "../../support/fake-connection.js"

let client: PageClient | undefined

const root = (snapshot: string): string =>
  `<div id="wizard-1" data-live="wizard" data-live-token="T" data-live-snapshot="${snapshot}" data-live-templates="A"><p>5</p></div>`
const A = { 0: ["A", "<p><!--$--></p>"] as const }

function start(html: string): FakeConnection {
  document.body.innerHTML = html
  let connection: FakeConnection | undefined
  client = new PageClient({
    config: { socket: "/live/socket", namespace: "/live/", prefix: "live-", development: false },
    makeConnection: (delegate) => {
      connection = new FakeConnection(delegate)
      return connection
    },
    visit: () => {},
  })
  client.start()
  return connection as FakeConnection
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

beforeEach(() => {
  sessionStorage.clear()
  history.replaceState(null, "", "/page")
})

afterEach(() => client?.stop())

it("a join brings what the last frame has said, and nothing before one has", async () => {
  const connection = start(root(""))
  await settle()
  connection.opened()
  const channel = connection.to("wizard")
  expect(channel.joins.at(-1)?.request).not.toHaveProperty("s")
  channel.answer({ i: 0, e: { t: A, s: "1.first" } })
  connection.lost()
  connection.opened()
  expect(channel.joins.at(-1)?.request).toMatchObject({ s: "1.first", a: true })
  channel.answer({ i: 0, d: { 0: "6" }, e: { s: "1.second" } })
  channel.pushDiff(0, 0, { s: "" })
  connection.lost()
  connection.opened()
  expect(channel.joins.at(-1)?.request).not.toHaveProperty("s")
})

it("the first join brings what the page was served with", async () => {
  const connection = start(root("1.posted"))
  await settle()
  connection.opened()
  expect(connection.to("wizard").joins.at(-1)?.request).toMatchObject({ s: "1.posted" })
})

it("a page that is loaded again connects when it knows what it had", async () => {
  let connection = start(root(""))
  await settle()
  connection.opened()
  connection.to("wizard").answer({ i: 0, e: { t: A, s: "1.first" } })
  await settle()
  client?.stop()
  connection = start(root(""))
  expect(connection.opens).toBe(0)
  await settle()
  expect(connection.opens).toBe(1)
  connection.opened()
  expect(connection.to("wizard").joins.at(-1)?.request).toMatchObject({ s: "1.first" })
})
