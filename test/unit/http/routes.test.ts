import type { PageRoute } from "../../../src/http/routes/resolve.js"
import { Routes } from "../../../src/http/routes/routes.js"

const route = (name: string): PageRoute =>
  ({ view: { definition: { name } }, layout: undefined, session: undefined }) as never
const usual = { strict: false, sensitive: false }

const routes = (...paths: string[]): Routes => {
  const made = new Routes()
  for (const path of paths) made.add(path, route(path))
  return made
}

const find = (made: Routes, path: string, routing = usual): unknown => {
  const found = made.find(path, routing)
  return found && [found.route.view.definition.name, found.params]
}

describe("routes", () => {
  it("are found by the path syntax of path-to-regexp 8, the first that matches", () => {
    const made = routes("/posts/new", "/posts/:id", "/files/*path", "/docs{/:page}")
    expect(find(made, "/posts/new")).toEqual(["/posts/new", {}])
    expect(find(made, "/posts/a%20b")).toEqual(["/posts/:id", { id: "a b" }])
    expect(find(made, "/files/a/b")).toEqual(["/files/*path", { path: ["a", "b"] }])
    expect(find(made, "/docs")).toEqual(["/docs{/:page}", {}])
    expect(find(made, "/posts")).toBeUndefined()
  })

  it("take trailing slashes and letter case as the host does", () => {
    const made = routes("/posts")
    expect(find(made, "/Posts/")).toBeDefined()
    expect(find(made, "/posts/", { strict: true, sensitive: false })).toBeUndefined()
    expect(find(made, "/Posts", { strict: false, sensitive: true })).toBeUndefined()
    expect(find(made, "/Posts/")).toBeDefined()
  })

  it("are refused with the syntax when the path cannot be read", () => {
    for (const path of ["posts", "/posts/:id?", "/files/*", 5 as never]) {
      expect(() => routes(path)).toThrow(expect.objectContaining({ code: "LV_PATH_INVALID" }))
    }
  })

  it("refuse a request's path that is not properly encoded", () => {
    expect(() => find(routes("/posts/:id"), "/posts/%E0%A4%A")).toThrow(
      expect.objectContaining({ code: "LV_PATH_UNDECODABLE", status: 400 }),
    )
  })

  it("name the path of the request that they refuse, and not the first that they were asked for", () => {
    const made = routes("/posts/:id")
    find(made, "/posts/of-somebody-else")
    expect(() => find(made, "/posts/%zz")).toThrow(/"\/posts\/%zz"/)
  })
})
