/** The component `data_grid`: a table whose columns are slots. */

import { type AnyComponent, attr, component, each, type HtmlContent, html, type Rendered, slot } from "livemount"

/** What a row has to have. */
export interface GridRow {
  readonly id: number
}

/** What a column says of itself. */
export interface GridColumn {
  readonly label: string
  readonly numeric?: boolean
}

/** The rows' type is what `rows` holds. */
export interface DataGrid extends AnyComponent {
  <Row extends GridRow>(
    attributes: { readonly caption: string; readonly rows: readonly Row[] },
    slots: {
      readonly column: readonly { readonly attrs: GridColumn; readonly content: (row: Row) => HtmlContent }[]
      readonly empty?: HtmlContent
    },
  ): Rendered
}

export const dataGrid: DataGrid = component("data_grid", {
  doc: "A table with a column for each slot `column`.",
  attrs: {
    caption: attr.string().required().doc("What the table shows."),
    rows: attr.of<readonly GridRow[]>().required(),
  },
  slots: {
    column: slot
      .many<GridRow, GridColumn>({ label: attr.string().required(), numeric: attr.boolean() })
      .doc("Gets a row."),
    empty: slot().doc("Stands in place of a table without rows."),
  },
  render: ({ caption, rows, slots: { column: columns, empty } }) => {
    if (rows.length === 0 && empty) return html`${empty()}`
    return html`<div class="table-frame"><p class="scroll-hint" aria-hidden="true">Scroll sideways to see all columns</p>
<div class="table-scroll" role="region" aria-label="${caption}" tabindex="0"><table class="records">
<caption class="visually-hidden">${caption}</caption>
<thead><tr>${columns.map(({ attrs }) => html`<th scope="col" class="${{ number: attrs.numeric }}">${attrs.label}</th>`)}</tr></thead>
<tbody>${each(
      rows,
      (row) => row.id,
      (row) =>
        html`<tr>${columns.map(({ attrs, content }) => html`<td class="${{ number: attrs.numeric }}">${content(row)}</td>`)}</tr>`,
    )}</tbody>
</table></div></div>`
  },
}) as unknown as DataGrid
