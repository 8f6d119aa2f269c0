/** Which answers of the host are pages that may take this one's place, by their head alone. */
import { type AskedPage, fetchPage } from "../../../../../client/features/pages/page-fetch.js"
import type { PageMark } from "../../../../../src/protocol/page-mark.js"

const here: PageMark = { script: "s", liveSession: "", identity: "i", policies: "", root: "first-1" }
const MARK = "s - i - second-1"

let asked: { readonly url: string; readonly headers: Record<string, string>; readonly signal: AbortSignal }[]
let read: number

function host(answer: { status?: number; headers: Record<string, string> } | Error): void {
  global.fetch = ((url: string, options: (typeof asked)[number]) => {
    asked.push({ ...options, url })
    if (answer instanceof Error) return Promise.reject(answer)
    const { status = 200, headers } = answer
    const text = async (): Promise<string> => {
      read++
      return "<p>"
    }
    return Promise.resolve({ status, headers: new Headers(headers), text })
  }) as unknown as typeof fetch
}

beforeEach(() => {
  asked = []
  read = 0
})

function ask(page: Partial<AskedPage> = {}): ReturnType<typeof fetchPage> {
  return fetchPage({ url: "http://localhost/second", ...page }, here, new AbortController().signal)
}

const html = { "content-type": "text/html; charset=utf-8", "live-page": MARK }

it("asks as a page is asked for, and says that it would take another's place", async () => {
  host({ headers: html })
  const answer = await ask({ flash: "token" })
  expect(answer).toMatchObject({ kind: "page", html: "<p>", mark: { root: "second-1" } })
  await ask({ isPrefetch: true })
  await ask({ isPrefetch: true, isPressed: true })
  expect(asked.map(({ headers }) => headers)).toEqual([
    { accept: "text/html", "Live-Navigate": "1", "Live-Flash": "token" },
    { accept: "text/html", "Live-Navigate": "1", "Live-Prefetch": "1" },
    { accept: "text/html", "Live-Navigate": "press", "Live-Prefetch": "1" },
  ])
})

it.each<[string, { status?: number; headers: Record<string, string> }]>([
  ["without a mark", { headers: { "content-type": "text/html" } }],
  ["with what is no mark", { headers: { ...html, "live-page": "s - i" } }],
  ["of another script", { headers: { ...html, "live-page": "x - i - second-1" } }],
  ["of another live session", { headers: { ...html, "live-page": "s x i - second-1" } }],
  ["of somebody else", { headers: { ...html, "live-page": "s - x - second-1" } }],
  ["of nobody", { headers: { ...html, "live-page": "s - - - second-1" } }],
  ["under other policies", { headers: { ...html, "live-page": "s - i x second-1" } }],
  ["that is not there", { status: 404, headers: html }],
  ["that fails", { status: 500, headers: html }],
  ["that is a part of one", { status: 206, headers: html }],
  ["of another type", { headers: { ...html, "content-type": "application/xhtml+xml" } }],
  ["that is a file", { headers: { ...html, "content-disposition": "attachment; filename=a.html" } }],
  ["that clears the site's data", { headers: { ...html, "clear-site-data": '"*"' } }],
  ["that goes on by itself", { headers: { ...html, refresh: "0;url=/" } }],
  ["in a sandbox", { headers: { ...html, "content-security-policy": "default-src 'self'; sandbox allow-scripts" } }],
  ["that a redirect hides", { status: 0, headers: {} }],
])("leaves an answer to the browser %s, and does not read it", async (_what, answer) => {
  host(answer)
  expect(await ask()).toEqual({ kind: "elsewhere" })
  expect([read, asked[0]?.signal.aborted]).toEqual([0, true])
})

it("tells of a redirect, and of no answer", async () => {
  host({ status: 204, headers: { "live-location": "/login?to=%2F" } })
  expect(await ask()).toEqual({ kind: "redirect", to: "http://localhost/login?to=%2F" })
  host(new TypeError("Failed to fetch"))
  expect(await ask()).toEqual({ kind: "unreachable" })
})
