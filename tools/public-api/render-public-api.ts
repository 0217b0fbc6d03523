// What a package exports, as text: each name with its type as the compiler sees it. Comments and bodies are left out.
import { join } from 'node:path'
import ts from 'typescript'
import { rootFolder } from '../workspaces.ts'

const printer = ts.createPrinter({ removeComments: true })
const typeFlags =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
  ts.TypeFormatFlags.WriteArrowStyleSignature

/** One way into a package. */
export interface ApiEntry {
  /** As it is imported: `@tutti/text/x`. */
  readonly name: string
  /** Folder of its package, relative to the root. */
  readonly folder: string
  /** Its source, relative to that folder. */
  readonly source: string
}

/** Reads the public API of packages from their sources, by the name of the entry. */
export function renderPublicApis(entries: readonly ApiEntry[]): ReadonlyMap<string, string> {
  const { config } = ts.readConfigFile(join(rootFolder, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, rootFolder)
  const fileOf = ({ folder, source }: ApiEntry) => join(rootFolder, folder, source)
  const program = ts.createProgram(entries.map(fileOf), options)
  return new Map(
    entries.map((entry) => [entry.name, renderEntry(program, fileOf(entry), join(rootFolder, entry.folder))]),
  )
}

function renderEntry(program: ts.Program, entry: string, packageFolder: string): string {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${entry} is no module`)
  const exported = checker.getExportsOfModule(module).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return `${exported.map((symbol) => renderExport(checker, symbol, packageFolder)).join('\n\n')}\n`
}

function renderExport(checker: ts.TypeChecker, exported: ts.Symbol, packageFolder: string): string {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
  const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? ''
  if (!file.startsWith(`${packageFolder}/`)) return `from another package: ${exported.name}`
  return (symbol.declarations ?? [])
    .map((declaration) => renderDeclaration(checker, exported.name, declaration))
    .join('\n')
}

function renderDeclaration(checker: ts.TypeChecker, name: string, declaration: ts.Declaration): string {
  const isTypeAlone = ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)
  if (isTypeAlone || ts.isClassDeclaration(declaration)) {
    const printed = printer.printNode(ts.EmitHint.Unspecified, withoutBodies(declaration), declaration.getSourceFile())
    return `${isTypeAlone && declaration.name.text !== name ? `export as ${name}: ` : ''}${printed}`
  }
  const type = checker.getTypeAtLocation(declaration)
  return `${ts.isFunctionDeclaration(declaration) ? 'function' : 'const'} ${name}: ${checker.typeToString(type, undefined, typeFlags)}`
}

/** What a caller sees of a class: members that are not private, methods without what they do. */
function withoutBodies<Node extends ts.Node>(node: Node): Node {
  if (!ts.isClassDeclaration(node)) return node
  const { factory } = ts
  const members = node.members
    .filter((member) => !(member.name && ts.isPrivateIdentifier(member.name)))
    .map((member) => {
      if (ts.isMethodDeclaration(member)) {
        const { modifiers, asteriskToken, name, questionToken, typeParameters, parameters, type } = member
        return factory.createMethodDeclaration(
          modifiers,
          asteriskToken,
          name,
          questionToken,
          typeParameters,
          parameters,
          type,
          undefined,
        )
      }
      if (ts.isConstructorDeclaration(member)) {
        return factory.createConstructorDeclaration(member.modifiers, member.parameters, undefined)
      }
      if (ts.isGetAccessorDeclaration(member)) {
        return factory.createPropertyDeclaration(undefined, member.name, undefined, member.type, undefined)
      }
      return member
    })
  const { modifiers, name, typeParameters, heritageClauses } = node
  const seen = factory.createClassDeclaration(modifiers, name, typeParameters, heritageClauses, members)
  // The printer asks for the text of names that come from the source.
  return ts.setOriginalNode(seen, node) as unknown as Node
}
