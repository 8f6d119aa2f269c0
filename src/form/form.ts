/** Forms as templates see them: types only. `toForm` makes them. */

import type { StandardSchemaV1 } from "@standard-schema/spec"

/** A value that a control can show. Nothing has checked it yet. */
export type FieldValue = string | number | boolean | null | undefined

/** What a form knows beside its fields. */
export interface FormMeta {
  /** The form's id, with which those of its fields begin. */
  readonly $id: string | undefined
  /** The name under which its parameters stand, as controls are named: "post", "post[tags][0]". */
  readonly $name: string | undefined
  /** What is wrong with the form as a whole: the texts of issues that name no field. */
  readonly $errors: readonly string[]
  /** False if there are issues, also if they are not shown yet. */
  readonly $valid: boolean
  /** What the form was made of, as it was given: an event that adds to a list gives it to `toForm` again, with more. */
  readonly $params: Readonly<Record<string, unknown>>
  /** The position of a form that is one of a list, from 0. */
  readonly $index: number | undefined
}

/** A form of the given input type. */
export type FormOf<Input> = FormMeta & { readonly [K in FieldName<Input>]: FormField<FieldInput<Input, K>> }

/**
 * A form, by its schema: a field for each key of the schema's input type.
 *
 * @example
 * ```ts
 * import { type Form, toForm } from "livemount"
 * import { z } from "zod"
 *
 * const newPost = z.object({ title: z.string().min(3) })
 * const form: Form<typeof newPost> = toForm(newPost)
 * form.title.name // "title"
 * ```
 */
export type Form<S extends StandardSchemaV1 = StandardSchemaV1> = FormOf<StandardSchemaV1.InferInput<S>>

/** One field of a form. */
export interface FormField<T = unknown> {
  /** For `id` and `for`: "title", "post_title", "post_tags_0_name". */
  readonly id: string
  /** For `name`: "title", "post[title]", "post[tags][0][name]". */
  readonly name: string
  /**
   * What the user typed, or the first value: always one that a text place takes, whatever a client has sent. A `Date` is its
   * ISO text; a list is undefined, see `values`; so is an object, see `form`.
   */
  readonly value: FieldValue
  /** All values under this name: of several boxes, or of a select of several. One value is a list of one, nothing an empty one. */
  readonly values: readonly FieldValue[]
  /** Texts of what is wrong with it; none as long as the user has not used it. */
  readonly errors: readonly string[]
  /** False while the user has not been in the field. */
  readonly used: boolean
  /** The fields of an object under this name. */
  readonly form: FormOf<NestedInput<T>>
  /** The fields of each object in a list under this name. */
  readonly forms: readonly FormOf<ListedInput<T>>[]
}

/** Keys of all members of a union. */
type FieldName<Input> = Input extends object ? Extract<keyof Input, string> : never

/** What stands under a key, in those members of a union that have it. */
type FieldInput<Input, K extends string> = Input extends unknown ? (K extends keyof Input ? Input[K] : never) : never

type NestedInput<T> = T extends Date | readonly unknown[] ? never : Extract<T, object>

type ListedInput<T> = T extends readonly (infer Item)[] ? NestedInput<Item> : never
