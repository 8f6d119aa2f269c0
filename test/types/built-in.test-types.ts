/** The components of livemount: what they take, and what they hand to their content. */

import { expectTypeOf } from "expect-type"
import { type AsyncResult, asyncResult, components, type Form, html, type Rendered, safeUrl, toForm } from "livemount"
import { z } from "zod"

interface Post {
  readonly title: string
}

// --- async_result, intersperse: the content gets what was given

declare const popular: AsyncResult<readonly Post[]>
expectTypeOf(
  components.asyncResult(
    { assign: popular },
    {
      default: (posts) => html`${posts.map((post) => post.title)}`,
      loading: "…",
      failed: (reason) => (reason instanceof Error ? reason.message : null),
    },
  ),
).toEqualTypeOf<Rendered>()
components.asyncResult(
  { assign: asyncResult.ok(1) },
  {
    default: (count) => {
      expectTypeOf(count).toEqualTypeOf<number>()
      return count
    },
  },
)
// @ts-expect-error no result of a task
components.asyncResult({ assign: 1 }, { default: () => "" })
// @ts-expect-error the content is missing
components.asyncResult({ assign: popular }, {})

components.intersperse({ items: [1, 2] }, { default: (item) => item.toFixed(1), separator: ", " })
// @ts-expect-error the separator is missing
components.intersperse({ items: [1, 2] }, { default: (item) => item })

// --- forms

const contact = z.object({
  name: z.string(),
  age: z.coerce.number().optional(),
  emails: z.array(z.object({ address: z.email(), primary: z.boolean().optional() })),
})
const form: Form<typeof contact> = toForm(contact)

components.form({ for: form, "live-submit": "save" }, html`<button>Save</button>`)
components.form({ action: safeUrl("app:x"), method: "put", csrf: { name: "_csrf", value: "x" }, novalidate: true }, "x")
// @ts-expect-error no form
components.form({ for: contact }, "x")
// @ts-expect-error no such method
components.form({ method: "head" }, "x")

components.input({ field: form.name, label: "Name", required: true, "live-debounce": 300 })
components.input({
  field: form.age,
  type: "select",
  options: [1, { label: "Two", value: 2 }, { label: "More", options: ["3"] }],
})
// @ts-expect-error no such type
components.input({ field: form.name, type: "strange" })
// @ts-expect-error a misspelled attribute
components.input({ field: form.name, requird: true })
// @ts-expect-error it has no content
components.input({ field: form.name }, "x")

components.inputsFor(
  { field: form.emails },
  { default: (email) => components.input({ field: email.address, type: "email" }) },
)
// @ts-expect-error no such field in the list's objects
components.inputsFor({ field: form.emails }, { default: (email) => components.input({ field: email.addres }) })

// --- the others

components.link({ href: "/a", target: "_blank", rel: "noopener" }, "A")
components.link({ href: "/a", method: "delete", "live-confirm": "Really?" }, "A")
// @ts-expect-error the content is missing
components.link({ href: "/a" })
components.liveTitle({ prefix: "a" })
components.liveTitle({}, "Title")
components.focusWrap({ id: "a", role: "dialog" }, "x")
// @ts-expect-error the id is missing
components.focusWrap({}, "x")
components.portal({ id: "a", target: "body", class: { on: true } }, "x")
// @ts-expect-error the target is missing
components.portal({ id: "a" }, "x")
components.dynamicTag({ tag: "h1" }, "x")
