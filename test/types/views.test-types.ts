/** The types of views: what is inferred, and what is refused. Compiled by the oldest and the newest TypeScript. */

import { expectTypeOf } from "expect-type"
import {
  type CloseReason,
  each,
  event,
  html,
  type LiveView,
  liveView,
  type MountSocket,
  type Params,
  type Rendered,
  type Session,
  type Socket,
  topic,
} from "livemount"
import { z } from "zod"

declare module "livemount" {
  interface Session {
    userId?: string
  }
}

// --- the smallest app, as it stands in the documentation: assigns are what mount returns

export const counter = liveView({
  name: "counter",
  template: "counter.njk",
  mount: () => ({ count: 0 }),
  events: {
    increment(params, socket) {
      expectTypeOf(params).toEqualTypeOf<Params>()
      expectTypeOf(socket).toEqualTypeOf<Socket<{ count: number }, never>>()
      socket.update("count", (n) => n + 1)
    },
    decrement(params, socket) {
      socket.update("count", (n) => n - 1)
    },
    wrong(params, socket) {
      // @ts-expect-error no such assign
      socket.update("cuont", (n) => n)
      // @ts-expect-error not a number
      socket.assign({ count: "1" })
      // @ts-expect-error not a number
      socket.assign("count", "1")
      // @ts-expect-error no such assign
      socket.assign({ other: 1 })
      // @ts-expect-error assigns are read only
      socket.assigns.count = 1
    },
  },
})
expectTypeOf(counter).toEqualTypeOf<LiveView<never>>()

// --- without type arguments, asynchronous, with a redirect

liveView({
  name: "inferred",
  async mount(params, session, socket) {
    expectTypeOf(params).toEqualTypeOf<Params>()
    expectTypeOf(session.userId).toEqualTypeOf<string | undefined>()
    expectTypeOf(socket).toEqualTypeOf<MountSocket<never>>()
    if (session.userId === undefined) return socket.redirect("/login")
    return { rows: [{ id: 1, name: "a" }], selected: null as number | null }
  },
  events: {
    select(params, socket) {
      expectTypeOf(socket.assigns.selected).toEqualTypeOf<number | null>()
      socket.assign({ selected: 1 })
      socket.assign({ rows: [], selected: null })
    },
    pick: event(z.object({ id: z.number() }), ({ id }, socket) => {
      expectTypeOf(id).toEqualTypeOf<number>()
      // @ts-expect-error with a checked event the types are to be named: here the assigns are not known
      socket.assign({ selected: id })
      // @ts-expect-error the same
      socket.update("selected", () => id)
    }),
  },
  render: ({ rows, selected }) => {
    expectTypeOf(selected).toEqualTypeOf<number | null>()
    return html`<ul>${each(
      rows,
      (row) => row.id,
      (row) => html`<li>${row.name}</li>`,
    )}</ul>`
  },
})

liveView({
  name: "synchronous-redirect",
  template: "a.njk",
  mount: (params, session, socket) =>
    session.userId === undefined ? socket.redirect("/login") : { id: session.userId },
  handleEvent(name, params, socket) {
    expectTypeOf(name).toEqualTypeOf<string>()
    expectTypeOf(socket.assigns.id).toEqualTypeOf<string>()
  },
})

// --- both types named: messages

interface Post {
  readonly id: string
  readonly title: string
}
type PostMessage = { type: "created"; post: Post } | { type: "deleted"; id: string }
interface PostsAssigns {
  posts: readonly Post[]
  draft: Post | undefined
}
const posts = topic<PostMessage>("posts")
const deletions = topic<{ type: "deleted"; id: string }>("deletions")
const numbers = topic<number>("numbers")

const save = z.object({ title: z.string(), draft: z.boolean().default(false) })

export const postsPage: LiveView = liveView<PostsAssigns, PostMessage>({
  name: "posts",
  async mount(params, session, socket) {
    socket.subscribe(posts)
    socket.subscribe(posts(7))
    socket.subscribe(deletions)
    // @ts-expect-error handleInfo takes no numbers
    socket.subscribe(numbers)
    socket.sendAfter(100, { type: "deleted", id: "1" })
    // @ts-expect-error no such message
    socket.sendInterval(100, { type: "other" })
    // @ts-expect-error nothing in mount's socket writes assigns
    socket.assign({ posts: [] })
    const user = socket.assignNew("user", async () => ({ name: "A" }))
    expectTypeOf(await user).toEqualTypeOf<{ name: string }>()
    return { posts: [], draft: undefined }
  },
  events: {
    save: event(
      save,
      async (post, socket) => {
        expectTypeOf(post).toEqualTypeOf<{ title: string; draft: boolean }>()
        expectTypeOf(socket).toEqualTypeOf<Socket<PostsAssigns, PostMessage>>()
        socket.sendAfter(1, { type: "deleted", id: "1" })
      },
      (issues, params, socket) => {
        expectTypeOf(issues.map((issue) => issue.message)).toEqualTypeOf<string[]>()
        expectTypeOf(params).toEqualTypeOf<Params>()
        socket.assign({ draft: undefined })
      },
    ),
    plain(params, socket) {
      // A checked event beside it does not turn the message into `unknown`.
      socket.sendAfter(1, { type: "deleted", id: "1" })
      // @ts-expect-error no such message
      socket.sendAfter(1, "x")
    },
    clear: (params, socket) => socket.assign({ posts: [] }),
  },
  handleInfo(message, socket) {
    expectTypeOf(message.type).toEqualTypeOf<"created" | "deleted">()
    switch (message.type) {
      case "created":
        return socket.update("posts", (list) => [message.post, ...list])
      case "deleted":
        return socket.update("posts", (list) => list.filter((post) => post.id !== message.id))
    }
  },
  terminate(reason, socket) {
    expectTypeOf(reason).toEqualTypeOf<CloseReason>()
    expectTypeOf(socket.assigns.posts).toEqualTypeOf<readonly Post[]>()
  },
  render: ({ posts }) => html`<p>${posts.length}</p>`,
})

// --- without a message type there is nothing to subscribe to

liveView({
  name: "no-messages",
  template: "a.njk",
  mount(params, session, socket) {
    // @ts-expect-error name both types first
    socket.subscribe(posts)
    // @ts-expect-error name both types first
    socket.sendAfter(1, "tick")
    return { a: 1 }
  },
  events: {
    go(params, socket) {
      // @ts-expect-error name both types first
      socket.subscribe(posts)
    },
  },
})

// --- assign: one, some, all; never undefined where it is not in the type

liveView<{ a: number; b: string; c: Date | undefined }>({
  name: "assign",
  template: "a.njk",
  mount: () => ({ a: 1, b: "", c: undefined }),
  events: {
    go(params, socket) {
      socket.assign({ a: 2 })
      socket.assign({ a: 2, c: undefined })
      socket.assign({ a: 2, b: "x", c: new Date() })
      socket.assign("c", undefined)
      socket.assignNew("c", () => new Date())
      // @ts-expect-error undefined is no number, also without exactOptionalPropertyTypes
      socket.assign({ a: undefined })
      // @ts-expect-error undefined is no text
      socket.assign({ a: 2, b: undefined })
      // @ts-expect-error no such assign beside one that is
      socket.assign({ a: 2, d: 3 })
      // @ts-expect-error no such assign beside one that is
      socket.update("d", (value) => value)
      expectTypeOf(socket.assign({ a: 1 })).toEqualTypeOf<void>()
      expectTypeOf(socket.redirect("/")).toEqualTypeOf<void>()
    },
  },
})

// --- assigns may be instances with private fields, and lists may be handed on

class Cart {
  #items: string[] = []
  get size(): number {
    return this.#items.length
  }
}
function longest(list: string[]): number {
  return Math.max(...list.map((text) => text.length))
}

liveView<{ cart: Cart; names: string[] }>({
  name: "shallow",
  template: "a.njk",
  mount: () => ({ cart: new Cart(), names: [] }),
  events: {
    go(params, socket) {
      longest(socket.assigns.names)
      socket.assign({ names: socket.assigns.names.filter((name) => name !== "") })
      socket.assign({ cart: socket.assigns.cart })
      socket.update("cart", (cart) => cart)
    },
  },
})

// --- parameters are unknown: nobody may claim what nothing has checked

liveView({
  name: "claims",
  template: "a.njk",
  mount: () => ({ a: 1 }),
  events: {
    // @ts-expect-error the parameter `id` is unknown
    go: (params: { id: string }) => params.id,
  },
})

liveView({
  name: "claims-in-mount",
  template: "a.njk",
  // @ts-expect-error the parameter `id` is unknown
  mount: (params: { id: string }) => ({ id: params.id }),
})

// --- a checked event is opaque: only `event` makes one

liveView<{ a: number }>({
  name: "opaque",
  template: "a.njk",
  mount: () => ({ a: 1 }),
  events: {
    // @ts-expect-error written by hand its `params` would be `never`
    go: { schema: save, run: () => {} },
  },
})

// --- an event of its own, outside of a view

export const search = event(z.object({ q: z.string() }), ({ q }, socket: Socket<{ query: string }>) => {
  socket.assign({ query: q })
})
liveView({ name: "search", template: "a.njk", mount: () => ({ query: "" }), events: { search } })
// @ts-expect-error the view has no assign `query`
liveView({ name: "search", template: "a.njk", mount: () => ({ other: "" }), events: { search } })

// --- helpers take the socket of any view that has the assigns they need

function reset(socket: Socket<{ count: number }>): void {
  socket.assign({ count: 0 })
}
function whoAmI(socket: Socket): string {
  return socket.id
}
liveView({
  name: "helpers",
  template: "a.njk",
  mount: () => ({ count: 1, other: "" }),
  events: {
    reset: (params, socket) => reset(socket),
    who: (params, socket) => whoAmI(socket),
  },
})

// --- one of template and render; known members only

// @ts-expect-error neither template nor render
liveView({ name: "neither", mount: () => ({ a: 1 }) })
// @ts-expect-error both
liveView({ name: "both", template: "a.njk", render: (): Rendered => html`a`, mount: () => ({ a: 1 }) })
// @ts-expect-error a misspelled member
liveView({ name: "misspelled", template: "a.njk", mount: () => ({ a: 1 }), handelInfo() {} })
// @ts-expect-error mount returns assigns
liveView({ name: "no-assigns", template: "a.njk", mount: () => 1 })
// @ts-expect-error mount is required
liveView({ name: "no-mount", template: "a.njk" })
// @ts-expect-error all the assigns
liveView<{ a: number; b: number }>({ name: "some-assigns", template: "a.njk", mount: () => ({ a: 1 }) })
// @ts-expect-error a name is a text
liveView({ name: 1, template: "a.njk", mount: () => ({ a: 1 }) })

// --- interfaces fit, views fit where any view is wanted

const views: LiveView[] = [
  counter,
  postsPage,
  liveView<PostsAssigns, PostMessage>({ name: "x", template: "a.njk", mount: () => ({ posts: [], draft: undefined }) }),
]
expectTypeOf(views).toEqualTypeOf<LiveView[]>()
// @ts-expect-error not a view
views.push({ name: "counter" })

expectTypeOf<Session>().toEqualTypeOf<{ userId?: string }>()
