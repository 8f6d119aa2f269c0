/** `toForm`: from a schema, parameters and issues to what a template needs of a form. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { LiveError } from "../errors/live-error.js"
import { isPlace, valueUnder } from "./field-value.js"
import type { Form } from "./form.js"
import { placeIssues } from "./form-issues.js"
import { makeForm } from "./make-form.js"

/** What {@link toForm} takes beside its values. */
export interface FormOptions {
  /** The name under which all the form's parameters stand: controls are named `post[title]`. */
  readonly as?: string
  /**
   * The form's id, with which the ids of its fields begin.
   * @defaultValue the name in `as`
   */
  readonly id?: string
}

/**
 * Makes what a template needs of a form: for each field its id, its name, its value and what is wrong with it.
 *
 * The schema gives the types, and has checked the parameters before: `toForm` itself checks nothing.
 *
 * @param params - The parameters as they came, or first values: any object, a post to edit for example. With the option
 * `as` they stand under that name.
 * @param issues - What the schema said about them. Each is shown with its field, once the user has used that field.
 *
 * @example
 * ```ts
 * import { event, type Form, html, liveView, toForm } from "livemount"
 * import { z } from "zod"
 *
 * const newPost = z.object({ title: z.string().min(3) })
 *
 * liveView<{ form: Form<typeof newPost> }>({
 *   name: "new-post",
 *   mount: () => ({ form: toForm(newPost) }),
 *   events: {
 *     save: event(
 *       newPost,
 *       (post, socket) => socket.redirect(`/posts/${post.title}`),
 *       (issues, params, socket) => socket.assign({ form: toForm(newPost, params, issues) }),
 *     ),
 *   },
 *   render: ({ form }) => html`<form live-submit="save">
 *     <input id="${form.title.id}" name="${form.title.name}" value="${form.title.value}"> ${form.title.errors}
 *   </form>`,
 * })
 * ```
 * @throws {@link LiveError} LV_FORM_INVALID
 */
export function toForm<S extends StandardSchemaV1>(
  schema: S,
  params?: object,
  issues?: readonly StandardSchemaV1.Issue[],
  options: FormOptions = {},
): Form<S> {
  const { as, id = as } = options
  check(schema, params, issues, options)
  const values = as === undefined ? params : valueUnder(params, as)
  // The type says what fields there are; the form itself has one for every name.
  return makeForm({
    id,
    name: as,
    values: isPlace(values) ? values : undefined,
    params,
    index: undefined,
    issues: placeIssues(issues ?? [], as),
    target: targetIn(params, as),
    // A change event names the control that changed; a submit, which names none, has all that the form has.
    isWhole: issues !== undefined && valueUnder(params, "_target") === undefined,
    isShown: true,
  }) as unknown as Form<S>
}

/** The path of the control that changed, in the form. */
function targetIn(params: object | undefined, as: string | undefined): readonly unknown[] | undefined {
  const target = valueUnder(params, "_target")
  if (!Array.isArray(target)) return undefined
  if (as === undefined) return target
  return target[0] === as ? target.slice(1) : undefined
}

function check(schema: unknown, params: unknown, issues: unknown, { as, id }: FormOptions): void {
  if (!isSchema(schema)) throw invalid("its first argument is a schema, of a library that has Standard Schema")
  if (params !== undefined && !isPlace(params)) throw invalid("its second argument is an object of values by name")
  if (issues !== undefined && !Array.isArray(issues)) throw invalid("its third argument is the list of issues")
  if (as !== undefined && !isName(as)) throw invalid("its option `as` is a name of letters, digits, `_` and `-`")
  if (id !== undefined && (typeof id !== "string" || id === "")) throw invalid("its option `id` is a text")
}

function isSchema(schema: unknown): boolean {
  const isObject = typeof schema === "object" || typeof schema === "function"
  return isObject && schema !== null && (schema as Partial<StandardSchemaV1>)["~standard"] !== undefined
}

function isName(as: unknown): boolean {
  return typeof as === "string" && /^[\p{L}\p{N}_-]+$/u.test(as) && !(as in Object.prototype)
}

function invalid(expected: string): LiveError<"LV_FORM_INVALID"> {
  return new LiveError("LV_FORM_INVALID", { expected })
}
