/** What files of the source export, read from their syntax. */
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
// The newest TypeScript has no programming interface.
import ts from "typescript54"

/** The names that a file makes and exports: types, functions, classes, values; not what it passes on. */
export function declaredExports(path: string): string[] {
  return namesIn(path, () => [])
}

/** All names that a file exports, with those that it passes on. */
export function exportsOf(path: string): string[] {
  return namesIn(path, (passed) => {
    if (passed.exportClause !== undefined) return clauseNames(passed.exportClause)
    const from = (passed.moduleSpecifier as ts.StringLiteral).text
    if (!from.startsWith(".")) throw new Error(`${path}: what \`export *\` of "${from}" gives is not known.`)
    return exportsOf(join(dirname(path), from.replace(/\.js$/, ".ts")))
  })
}

function namesIn(path: string, passedOn: (statement: ts.ExportDeclaration) => readonly string[]): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest)
  const names = source.statements.flatMap((statement): readonly string[] => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement
      if (moduleSpecifier !== undefined) return passedOn(statement)
      return exportClause === undefined ? [] : clauseNames(exportClause)
    }
    if (ts.isExportAssignment(statement) && statement.isExportEquals !== true) return ["default"]
    if (!isExported(statement)) return []
    if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) return ["default"]
    const declared = declaredNames(statement)
    if (declared === undefined)
      throw new Error(`${path}: an \`export\` that nobody knows: ${statement.getText(source)}`)
    return declared
  })
  return [...new Set(names)]
}

function clauseNames(clause: ts.NamedExportBindings): string[] {
  return ts.isNamespaceExport(clause) ? [clause.name.text] : clause.elements.map(({ name }) => name.text)
}

/** Also what is no declaration, so that it is not passed over. */
function isExported(statement: ts.Statement): boolean {
  return ts.isExportAssignment(statement) || hasModifier(statement, ts.SyntaxKind.ExportKeyword)
}

function hasModifier(statement: ts.Statement, wanted: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === wanted) === true
}

function declaredNames(statement: ts.Statement): string[] | undefined {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name))
  const hasName =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  return hasName && statement.name !== undefined ? [statement.name.text] : undefined
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  const elements: readonly ts.ArrayBindingElement[] = name.elements
  return elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []))
}
