import { TokenRenewal } from "../../../../../client/features/renewal/token-renewal.js"
import { signPageToken } from "../../../../../src/security/page-token.js"
import { Signer } from "../../../../../src/security/signer.js"

const fetchPage = jest.fn<Promise<Partial<Response>>, [string, RequestInit]>()

function renewal(): TokenRenewal {
  return new TokenRenewal((html) => {
    const template = document.createElement("template")
    template.innerHTML = html
    return template.content
  })
}

function answer(html: string, rest: Partial<Response> = {}): void {
  fetchPage.mockResolvedValueOnce({ ok: true, status: 200, text: () => Promise.resolve(html), ...rest })
}

function root(id = "counter-1", view = "counter"): HTMLElement {
  const element = document.createElement("div")
  element.id = id
  element.dataset["live"] = view
  return element
}

beforeEach(() => {
  fetchPage.mockReset()
  globalThis.fetch = fetchPage as unknown as typeof fetch
})

describe("the renewal of a token", () => {
  it("takes the token of the root with the same id and view", async () => {
    answer(`<!doctype html><html><body>
      <div id="counter-1" data-live="counter" data-live-token="one"></div>
      <div id="counter-2" data-live="counter" data-live-token="two"></div></body></html>`)
    expect(await renewal().renew(root("counter-2"), "/page")).toEqual({ kind: "token", token: "two" })
    expect(fetchPage).toHaveBeenCalledWith("/page", expect.objectContaining({ cache: "reload", redirect: "manual" }))
  })

  it("is not possible where another page or another view answers", async () => {
    answer("<h1>Log in</h1>")
    expect(await renewal().renew(root(), "/")).toEqual({ kind: "elsewhere" })
    answer('<div id="counter-1" data-live="other" data-live-token="x"></div>')
    expect(await renewal().renew(root(), "/")).toEqual({ kind: "elsewhere" })
  })

  it.each<[string, string | undefined, string | undefined, "token" | "elsewhere"]>([
    ["the same user", "ada", "ada", "token"],
    ["nobody, as before", undefined, undefined, "token"],
    ["another user", "ada", "Ünal", "elsewhere"],
    ["nobody any more", "ada", undefined, "elsewhere"],
    ["somebody now", undefined, "ada", "elsewhere"],
  ])("of a page for %s", async (_, before, after, kind) => {
    const tokenOf = (identify: string | undefined): string => {
      const page = { view: "counter", id: "counter-1", session: { n: "~?" }, params: {}, url: "/", digests: "" }
      const signer = new Signer(["a secret of the tests that is long enough"])
      return signPageToken(signer, { token: { ...page, identify }, issuedAt: signer.now(), maxAge: 60 }, "cookie")
    }
    const old = root()
    old.dataset["liveToken"] = tokenOf(before)
    answer(`<div id="counter-1" data-live="counter" data-live-token="${tokenOf(after)}"></div>`)
    expect(await renewal().renew(old, "/")).toMatchObject({ kind })
  })

  it("follows neither a redirect nor a refusal", async () => {
    fetchPage.mockResolvedValueOnce({ ok: false, status: 0, type: "opaqueredirect" })
    expect(await renewal().renew(root(), "/")).toEqual({ kind: "elsewhere" })
    fetchPage.mockResolvedValueOnce({ ok: false, status: 403 })
    expect(await renewal().renew(root(), "/")).toEqual({ kind: "elsewhere" })
  })

  it("may be tried again after an error of the server or the network", async () => {
    fetchPage.mockResolvedValueOnce({ ok: false, status: 503 })
    expect(await renewal().renew(root(), "/")).toEqual({ kind: "unreachable" })
    fetchPage.mockRejectedValueOnce(new TypeError("network"))
    expect(await renewal().renew(root(), "/")).toEqual({ kind: "unreachable" })
  })

  it("shares one request among the roots of a page, and makes a new one later", async () => {
    const html =
      '<div id="a" data-live="v" data-live-token="1"></div><div id="b" data-live="v" data-live-token="2"></div>'
    const shared = renewal()
    answer(html)
    const both = [shared.renew(root("a", "v"), "/"), shared.renew(root("b", "v"), "/")]
    expect(await Promise.all(both)).toEqual([
      { kind: "token", token: "1" },
      { kind: "token", token: "2" },
    ])
    expect(fetchPage).toHaveBeenCalledTimes(1)
    answer(html)
    await shared.renew(root("a", "v"), "/")
    expect(fetchPage).toHaveBeenCalledTimes(2)
  })
})
