/** Views whose templates hold one mistake of each kind; `clean` holds none. Everything here type-checks. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { type AsyncResult, asyncResult, type Form, type LiveView, liveView, toForm } from "livemount"

export interface Post {
  readonly id: number
  readonly title: string
  readonly author: { readonly name: string } | null
  readonly state: "draft" | "public"
}

declare const brand: unique symbol
export type Code = string & { readonly [brand]: true }

/** Two declarations of such a class are two types. */
export class Price {
  readonly #cents: number
  constructor(cents: number) {
    this.#cents = cents
  }
  get text(): string {
    return String(this.#cents)
  }
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
  price: Price
  code: Code
  posts: readonly Post[]
  selected: Post | null
  result: Result
  labels: Readonly<Record<string, string>>
  scores: ReadonlyMap<string, number>
  shout: (text: string) => string
}

const assigns: PostsAssigns = {
  price: new Price(1),
  code: "x" as Code,
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

const schemaOf = <Input>(): StandardSchemaV1<Input> => ({
  "~standard": { version: 1, vendor: "fixture", validate: (value) => ({ value: value as Input }) },
})

const newPost: StandardSchemaV1<{ title: string; year: number; kind: "a" | "b"; people: { name: string }[] }> =
  schemaOf()
const tagged: StandardSchemaV1<{ tags?: { text: string }[] }> = schemaOf()

interface FormAssigns {
  form: Form<typeof newPost>
  post: Form<typeof tagged>
  kinds: readonly string[]
  count: number
  popular: AsyncResult<readonly Post[]>
}

const formAssigns = (): FormAssigns => ({
  form: toForm(newPost),
  post: toForm(tagged),
  kinds: ["a", "b"],
  count: 1,
  popular: asyncResult(() => []),
})

export const forms: LiveView = liveView<FormAssigns>({
  name: "forms",
  template: "forms.njk",
  mount: formAssigns,
  events: { save: () => {} },
})

export const cleanForms: LiveView = liveView<FormAssigns>({
  name: "clean-forms",
  template: "clean-forms.njk",
  mount: formAssigns,
  events: { save: () => {} },
})
