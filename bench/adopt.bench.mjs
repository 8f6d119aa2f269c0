/** Pages whose process is joined, beside those that are mounted twice: mounts, bytes of the join, server CPU, heap of one that waits. */
import { inTurn, startServer } from "./child.mjs"
import { fetchPage, joinPage } from "./live-client.mjs"

const PAGES = 100

export async function adoptBench(report) {
  const server = await startServer()
  try {
    const { cookie } = await fetchPage(`${server.url}/stock/once`)
    report("adopt: heap of a counter that waits", await waitingHeap(server, `${server.url}/waiting`, cookie), "KB")
    const urls = { twice: `${server.url}/stock/twice`, once: `${server.url}/stock/once` }
    for (const [name, url] of Object.entries(urls)) {
      const label = `adopt: 1,000 rows, mounted ${name}:`
      report(`${label} mounts per page`, await mountsOf(server, url, cookie), "", name === "once" ? "1" : "")
      report(`${label} join, nothing changed`, await joinBytes(server, url, cookie), "B")
      report(`${label} join, one row changed`, await joinBytes(server, url, cookie, name.length + 1000), "B")
    }
    const cpu = (url) => () => cpuPerPage(server, url, cookie)
    const { twice, once } = await inTurn(5, { twice: cpu(urls.twice), once: cpu(urls.once) })
    report("adopt: 1,000 rows, mounted twice: server CPU of page and join", twice, "µs")
    report("adopt: 1,000 rows, mounted once: server CPU of page and join", once, "µs")
    report("adopt: once / twice", once / twice, "×")
  } finally {
    server.stop()
  }
}

async function mountsOf(server, url, cookie) {
  const before = await server.mounts()
  const client = await joinPage(url, { page: await fetchPage(url, cookie) })
  client.close()
  return (await server.mounts()) - before
}

/** @param price - What one row is changed to between the page and its join; undefined: nothing. */
async function joinBytes(server, url, cookie, price) {
  const page = await fetchPage(url, cookie)
  if (price !== undefined) await server.price(price)
  const client = await joinPage(url, { page })
  client.close()
  return client.joinBytes
}

async function cpuPerPage(server, url, cookie) {
  const before = await server.cpu()
  for (let i = 0; i < PAGES; i += 1) {
    const client = await joinPage(url, { page: await fetchPage(url, cookie) })
    client.close()
  }
  return ((await server.cpu()) - before) / PAGES
}

async function waitingHeap(server, url, cookie) {
  const load = async (count) => {
    for (let i = 0; i < count; i += 1) await fetchPage(url, cookie)
  }
  await load(200)
  const before = await server.heap()
  await load(1000)
  return ((await server.heap()) - before) / 1000 / 1024
}
