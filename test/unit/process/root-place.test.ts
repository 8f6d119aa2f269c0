import { type NextPlace, RootPlace } from "../../../src/process/unit/place/root-place.js"
import type { Vouched } from "../../../src/security/page-token.js"

const vouched = (url: string): Vouched => ({
  token: { view: "list", id: "list-1", session: {}, params: {}, url, digests: "", route: { names: [] } },
  issuedAt: 1000,
  maxAge: 60,
})
const next = (href: string): NextPlace => ({ href, replace: false, vouched: vouched(href), isElsewhere: false })

function place(): RootPlace {
  return RootPlace.movable(vouched("/list"), 1000)
}

describe("where a view wants to go", () => {
  it("is one place: the last that it has said, by its own decision or by a ticket", () => {
    const at = place()
    expect([at.next, at.awaited]).toEqual([undefined, undefined])
    at.goTo(next("/list?page=2"))
    expect([at.next?.href, at.awaited]).toEqual(["/list?page=2", undefined])
    at.waitFor("/list/new")
    expect([at.next, at.awaited]).toEqual([undefined, "/list/new"])
    at.goTo(next("/list?page=3"))
    expect([at.next?.href, at.awaited]).toEqual(["/list?page=3", undefined])
  })

  it("is taken once", () => {
    const at = place()
    at.goTo(next("/list?page=2"))
    expect(at.takeNext()?.href).toBe("/list?page=2")
    expect([at.takeNext(), at.next]).toEqual([undefined, undefined])
  })

  it("may still come by a ticket when its page wants to see a route of its own", () => {
    const at = place()
    at.waitFor("/list/new")
    at.lead(next("/list/2"))
    expect([at.next?.href, at.awaited]).toEqual(["/list/2", "/list/new"])
  })

  it("is not awaited any more when it is somewhere", () => {
    const at = place()
    at.waitFor("/list/new")
    const goBack = at.arrive(vouched("/list/2"))
    expect([at.url, at.awaited]).toEqual(["/list/2", undefined])
    goBack()
    expect([at.url, at.awaited]).toEqual(["/list", undefined])
  })
})

describe("the entry of the history that a page was loaded with", () => {
  it("is replaced until the page knows where that has led; afterwards where it is asked for", () => {
    const at = place()
    expect([at.replaces(false), at.replaces(true)]).toEqual([true, true])
    at.settle()
    expect([at.replaces(false), at.replaces(true)]).toEqual([false, true])
  })
})
