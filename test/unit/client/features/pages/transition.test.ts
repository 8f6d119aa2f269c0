/** When a page is shown by a View Transition. */
import { inTransition } from "../../../../../client/features/pages/transition.js"

let now = 0
/** How long the browser takes until it has a picture of the old page. */
let takes = 0
let transitions = 0
/** The picture does not come at all, unless nobody waits for it any more. */
let isHeld = false

beforeAll(() => {
  jest.spyOn(performance, "now").mockImplementation(() => now)
  Object.assign(CSSStyleSheet.prototype, { replaceSync: () => {} })
  Object.assign(window, { matchMedia: (query: string) => ({ matches: query === "" }) })
  Object.assign(Document.prototype, {
    adoptedStyleSheets: [],
    startViewTransition(work: () => void) {
      transitions++
      let resolve = (): void => {}
      const done = new Promise<void>((is) => {
        resolve = is
      })
      const skipTransition = (): void => {
        work()
        resolve()
      }
      now += takes
      if (!isHeld) skipTransition()
      return { ready: done, finished: done, updateCallbackDone: done, skipTransition }
    },
  })
  Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => false })
})
afterAll(() => jest.restoreAllMocks())

/** Shows a page that has been waited for; true if by a transition. */
async function shows(waited = 0): Promise<boolean> {
  const before = transitions
  let isDone = false
  await inTransition(() => {
    isDone = true
  }, now - waited)
  expect(isDone).toBe(true)
  return transitions > before
}

it("by one, as long as that begins at once; for a while not, where it kept the user waiting", async () => {
  takes = 30
  expect([await shows(), await shows()]).toEqual([true, true])
  takes = 80
  expect([await shows(), await shows()]).toEqual([true, false])
  now += 29_000
  expect(await shows()).toBe(false)
  now += 1000
  takes = 10
  expect([await shows(), await shows()]).toEqual([true, true])
})

it("not by one where the answer has kept the user waiting as long", async () => {
  takes = 10
  now += 30_000
  expect([await shows(40), await shows(50), await shows(49)]).toEqual([true, false, true])
})

it("as long as is left of the wait: then nobody waits for the picture, and if that was little, nothing is said of the machine", async () => {
  jest.useFakeTimers({ doNotFake: ["performance"] })
  now += 30_000
  takes = 0
  isHeld = true
  const shown = shows(30)
  await jest.advanceTimersByTimeAsync(19)
  now += 21
  isHeld = false
  await jest.advanceTimersByTimeAsync(1)
  expect([await shown, await shows()]).toEqual([true, true])
  jest.useRealTimers()
})

it("always by one where the app says so, however long that takes", async () => {
  const sheet = { media: { mediaText: "" }, cssRules: [{ navigation: "auto" }] }
  const said = jest.spyOn(Document.prototype, "styleSheets", "get").mockReturnValue([sheet] as never)
  takes = 80
  expect([await shows(), await shows(500)]).toEqual([true, true])
  said.mockReturnValue([] as never)
  takes = 0
  expect([await shows(), await shows(500)]).toEqual([true, false])
})
