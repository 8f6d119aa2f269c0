/** Views whose templates hold one mistake of each kind; `clean` holds none. Everything here type-checks. */

import { type LiveView, liveView } from "livemount"

export interface Post {
  readonly id: number
  readonly title: string
  readonly author: { readonly name: string } | null
  readonly state: "draft" | "public"
}

declare module "livemount" {
  interface TemplateFilters {
    money(amount: number, options?: { currency: string }): string
  }
  interface TemplateGlobals {
    site: { name: string }
    today(): Date
  }
}

type Result = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly error: string }

interface PostsAssigns {
  posts: readonly Post[]
  selected: Post | null
  result: Result
  labels: Readonly<Record<string, string>>
  scores: ReadonlyMap<string, number>
  shout: (text: string) => string
}

const assigns: PostsAssigns = {
  posts: [],
  selected: null,
  result: { ok: true, value: "" },
  labels: {},
  scores: new Map(),
  shout: (text) => text.toUpperCase(),
}

/** Annotated, as `isolatedDeclarations` wants it: the type says nothing of the assigns. */
export const broken: LiveView = liveView<PostsAssigns>({
  name: "broken",
  template: "broken.njk",
  mount: () => assigns,
  events: { save: () => {}, remove: () => {} },
})

/** Its assigns are inferred, and it is made by a function. */
export function inferredView(start: number): LiveView {
  return liveView({
    name: "inferred",
    template: "inferred.njk",
    mount(_params, _session, socket) {
      return { count: start, connected: socket.connected }
    },
    events: {
      increment(_params, socket) {
        socket.update("count", (count) => count + 1)
      },
    },
  })
}

export const clean: LiveView = liveView<PostsAssigns>({
  name: "clean",
  mount: () => assigns,
  events: { save: () => {}, remove: () => {} },
  template: "clean.njk",
})

export const uses: LiveView = liveView<PostsAssigns>({
  name: "uses",
  template: "uses.njk",
  mount: () => assigns,
  events: { save: () => {} },
})

export const cleanUses: LiveView = liveView<PostsAssigns>({
  name: "clean-uses",
  template: "clean-uses.njk",
  mount: () => assigns,
  events: { save: () => {} },
})

export const child: LiveView = liveView<PostsAssigns>({
  name: "child",
  template: "child.njk",
  mount: () => assigns,
  handleEvent: () => {},
})

export const unparsed: LiveView = liveView({
  name: "unparsed",
  template: "unparsed.njk",
  mount: () => ({ count: 0 }),
})

export const missing: LiveView = liveView({
  name: "missing",
  template: "unparsd.njk",
  mount: () => ({ count: 0 }),
})

export const anything: LiveView = liveView({
  name: "anything",
  template: "anything.njk",
  mount: () => JSON.parse("{}"),
})
