/** The types of values that come later and of forms: inferred from tasks and schemas, in views and by themselves. */

import { expectTypeOf } from "expect-type"
import {
  type AsyncOutcome,
  type AsyncResult,
  asyncResult,
  event,
  type FieldValue,
  type Form,
  type FormField,
  type FormMeta,
  html,
  type LiveView,
  liveView,
  type Socket,
  toForm,
  topic,
} from "livemount"
import { z } from "zod"

interface Post {
  readonly id: string
  readonly title: string
  readonly draft: boolean
}
type PostMessage = { type: "created"; post: Post } | { type: "deleted"; id: string }
declare const db: {
  posts(): Promise<readonly Post[]>
  popular(signal: AbortSignal): Promise<readonly Post[]>
  create(post: { title: string; draft: boolean }): Promise<Post>
  count(): number
}
const posts = topic<PostMessage>("posts")

// --- a page with both, as it stands in the documentation

const newPost = z.object({ title: z.string().min(3), draft: z.stringbool().default(false) })

interface PostsAssigns {
  posts: readonly Post[]
  form: Form<typeof newPost>
  popular: AsyncResult<readonly Post[]>
}

export const postsPage = liveView<PostsAssigns, PostMessage>({
  name: "posts",
  async mount(params, session, socket) {
    socket.subscribe(posts)
    return { posts: await db.posts(), form: toForm(newPost), popular: asyncResult((signal) => db.popular(signal)) }
  },
  events: {
    save: event(
      newPost,
      async (post, socket) => {
        expectTypeOf(post).toEqualTypeOf<{ title: string; draft: boolean }>()
        await db.create(post)
        socket.assign({ form: toForm(newPost) })
      },
      (issues, params, socket) => socket.assign({ form: toForm(newPost, params, issues) }),
    ),
    refresh(params, socket) {
      socket.assignAsync("popular", (signal) => db.popular(signal))
    },
  },
  handleInfo(message, socket) {
    if (message.type === "created") socket.update("posts", (list) => [message.post, ...list])
  },
  render: ({ posts, form, popular }) => html`
    <form live-submit="save">
      <input id="${form.title.id}" name="${form.title.name}" value="${form.title.value}"> ${form.title.errors}
      ${form.$errors}
    </form>
    ${popular.ok ? popular.result.map((post) => html`<p>${post.title}</p>`) : "…"} ${posts.length}`,
})
expectTypeOf(postsPage).toEqualTypeOf<LiveView<PostMessage>>()

// --- without type arguments the task gives the type

liveView({
  name: "inferred",
  mount: () => ({ total: asyncResult(() => db.count()), popular: asyncResult((signal) => db.popular(signal)) }),
  events: {
    refresh(params, socket) {
      expectTypeOf(socket.assigns.total).toEqualTypeOf<AsyncResult<number>>()
      expectTypeOf(socket.assigns.popular).toEqualTypeOf<AsyncResult<readonly Post[]>>()
      socket.assignAsync("total", async () => 1)
      socket.assignAsync("total", () => 1, { reset: true })
    },
  },
  render: ({ total }) => {
    // @ts-expect-error there may be no value
    total.result.toFixed()
    return html`${total.ok ? total.result.toFixed() : ""}`
  },
})

// --- assignAsync takes the keys of such assigns, and tasks for their values

interface Mixed {
  plain: number
  numbers: AsyncResult<number[]>
  maybe: AsyncResult<string> | undefined
}

function mixed(socket: Socket<Mixed>): void {
  socket.assignAsync("numbers", () => [1])
  socket.assignAsync("numbers", async (signal) => {
    expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
    return [1]
  })
  socket.assignAsync("maybe", () => "a")
  // @ts-expect-error no value that comes later
  socket.assignAsync("plain", () => 1)
  // @ts-expect-error no such assign
  socket.assignAsync("other", () => 1)
  // @ts-expect-error gives no numbers
  socket.assignAsync("numbers", async () => "a")
  // @ts-expect-error a promise is no task
  socket.assignAsync("numbers", Promise.resolve([1]))
  // @ts-expect-error no such option
  socket.assignAsync("numbers", () => [1], { rest: true })

  socket.startAsync(
    "import",
    () => db.posts(),
    (outcome, own) => {
      expectTypeOf(outcome).toEqualTypeOf<AsyncOutcome<readonly Post[]>>()
      expectTypeOf(own).toEqualTypeOf<Socket<Mixed, never>>()
      if (outcome.ok) own.assign({ plain: outcome.value.length })
      else expectTypeOf(outcome.reason).toEqualTypeOf<unknown>()
    },
  )
  socket.startAsync(
    "sync",
    () => 1,
    (outcome) => outcome.ok && outcome.value.toFixed(),
  )
  socket.cancelAsync("import")
  socket.cancelAsync("numbers", new Error("not now"))
}
liveView<Mixed>({
  name: "mixed",
  template: "a.njk",
  mount: () => ({ plain: 1, numbers: asyncResult.loading(), maybe: undefined }),
  events: { go: (params, socket) => mixed(socket) },
})

// --- a helper takes the socket of any view with the assign it needs

function refresh(socket: Socket<{ total: AsyncResult<number> }>): void {
  socket.assignAsync("total", () => 1)
}
liveView<{ total: AsyncResult<number>; other: string }>({
  name: "helped",
  template: "a.njk",
  mount: () => ({ total: asyncResult.ok(1), other: "" }),
  events: { refresh: (params, socket) => refresh(socket) },
})

// --- values made without a task

expectTypeOf(asyncResult.ok([1])).toEqualTypeOf<AsyncResult<number[]>>()
const failed: AsyncResult<string> = asyncResult.failed(new Error("no"))
const loading: AsyncResult<string> = asyncResult.loading()
if (failed.ok) expectTypeOf(failed.result).toEqualTypeOf<string>()
else expectTypeOf(failed.result).toEqualTypeOf<undefined>()
// @ts-expect-error it is not changed in place
loading.ok = true

// --- forms have the fields of the schema's input

const order = z.object({
  note: z.string().optional(),
  amount: z.coerce.number(),
  due: z.date(),
  tags: z.array(z.string()),
  address: z.object({ city: z.string(), zip: z.string().optional() }),
  lines: z.array(z.object({ name: z.string(), amount: z.number() })).optional(),
})
const form = toForm(order, {}, [], { as: "order", id: "order-form" })
expectTypeOf(form).toEqualTypeOf<Form<typeof order>>()
expectTypeOf(form.note).toEqualTypeOf<FormField<string | undefined>>()
expectTypeOf(form.amount).toEqualTypeOf<FormField<unknown>>()
expectTypeOf(form.note.value).toEqualTypeOf<FieldValue>()
expectTypeOf<FieldValue>().toEqualTypeOf<string | number | boolean | null | undefined>()
expectTypeOf(form.tags.values).toEqualTypeOf<readonly FieldValue[]>()
expectTypeOf(form.note.errors).toEqualTypeOf<readonly string[]>()
expectTypeOf(form.note.used).toEqualTypeOf<boolean>()
expectTypeOf(form.address.form.city).toEqualTypeOf<FormField<string>>()
expectTypeOf(form.address.form.$valid).toEqualTypeOf<boolean>()
for (const line of form.lines.forms) expectTypeOf(line.amount).toEqualTypeOf<FormField<number>>()
expectTypeOf(form.$id).toEqualTypeOf<string | undefined>()
expectTypeOf(form.$errors).toEqualTypeOf<readonly string[]>()
// @ts-expect-error no such field
void form.titel
// @ts-expect-error no such field
void form.address.form.town
// @ts-expect-error a date has no fields
void form.due.form.getTime
// @ts-expect-error a list of texts has no forms with fields
void form.tags.forms[0]?.length
// @ts-expect-error no such option
toForm(order, {}, [], { name: "order" })
// @ts-expect-error no schema
toForm({ title: "" })

// --- of a union: the fields of all its members

const payment = z.discriminatedUnion("by", [
  z.object({ by: z.literal("card"), number: z.string() }),
  z.object({ by: z.literal("bill"), address: z.object({ city: z.string() }) }),
])
const paying = toForm(payment)
expectTypeOf(paying.by).toEqualTypeOf<FormField<"card" | "bill">>()
expectTypeOf(paying.number).toEqualTypeOf<FormField<string>>()
expectTypeOf(paying.address.form.city).toEqualTypeOf<FormField<string>>()

// --- any form and any field fit where one is wanted

function errorsOf(one: Form, field: FormField): readonly string[] {
  return [...one.$errors, ...field.errors]
}
errorsOf(form, form.note)
errorsOf(paying, paying.address)
expectTypeOf<Form<typeof order>>().toMatchTypeOf<FormMeta>()

// --- of a schema that takes any names

const prices = toForm(z.record(z.string(), z.number()))
expectTypeOf<NonNullable<(typeof prices)["any"]>>().toEqualTypeOf<FormField<number>>()
