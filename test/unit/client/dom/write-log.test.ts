/** What frames note of their writes: nothing, as long as nobody wants to know. */
import type * as Module from "../../../../client/dom/nodes/write-log.js"

let log: typeof Module

/** A page of which nobody wants to know yet. */
beforeEach(async () => {
  jest.resetModules()
  log = await import("../../../../client/dom/nodes/write-log.js")
})

/** A frame that changes a text, takes it out, and brings another one in; returns what was noted. */
function written(): [Module.WriteLog | undefined, Text, Text] {
  const [old, next] = [new Text("old"), new Text("new")]
  document.body.replaceChildren(old)
  const outer = log.beginLog()
  log.changed(old)
  log.takeOut(old)
  log.bringIn(document.body, next, null)
  expect(document.body.textContent).toBe("new")
  return [log.endLog(outer), old, next]
}

it("is nothing before anybody wants logs, and all of it from the next frame on", () => {
  const { body } = document
  expect(written()[0]).toBeUndefined()
  const outer = log.beginLog()
  log.watchWrites(() => {})
  log.changed(body)
  expect(log.endLog(outer)).toBeUndefined()
  const [noted, old, next] = written()
  expect(noted).toEqual([old, body, ["went", old], body, ["came", next]])
})

it("stands in one log for each frame, also where one stands in another", () => {
  log.watchWrites(() => {})
  const outer = log.beginLog()
  log.changed(document.body)
  const [noted] = written()
  log.changed(document.documentElement)
  expect([noted?.length, log.endLog(outer)]).toEqual([5, [document.body, document.documentElement]])
})

it("is told to who watches, before it is written, and only in a frame", () => {
  const told: string[] = []
  log.watchWrites((node) => void told.push(`${node.nodeName} ${document.body.textContent}`))
  written()
  expect(told).toEqual(["#text old", "BODY old", "BODY "])
  log.changed(document.body)
  expect(told).toHaveLength(3)
})
