// Compiles src to dist as `tsc -p tsconfig.build.json` does, with the numbers that constants stand for in their places.
//
// V8 loads an imported constant each time that it is used, and looks up the property of an object of constants; only in
// the module that declares them, and does not export them, are they compiled in. TypeScript's `const enum` would be the
// same, but needs all files to be compiled as one, which the tests' compiler does not do.
import { dirname } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OPERATIONS = new Map([
  [ts.SyntaxKind.LessThanLessThanToken, (a, b) => a << b],
  [ts.SyntaxKind.BarToken, (a, b) => a | b],
  [ts.SyntaxKind.PlusToken, (a, b) => a + b],
  [ts.SyntaxKind.MinusToken, (a, b) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a, b) => a * b],
]);

/** Finds what constants stand for. */
class Constants {
  #checker;
  /** By declaration; null for what is no number. */
  #known = new Map();

  constructor(checker) {
    this.#checker = checker;
  }

  /** The number that a name or `object.property` always is; null for any other expression. */
  valueOf(node) {
    const declaration = this.#declarationOf(node);
    if (declaration === undefined) return null;
    if (!this.#known.has(declaration)) {
      this.#known.set(declaration, null);
      this.#known.set(declaration, this.#numberOf(declaration.initializer));
    }
    return this.#known.get(declaration);
  }

  /** The `const` or the property of an object `as const` that an expression names. */
  #declarationOf(node) {
    let symbol = this.#checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
    if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0)
      symbol = this.#checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined) return undefined;
    if (ts.isIdentifier(node)) return isConst(declaration) ? declaration : undefined;
    if (!ts.isPropertyAssignment(declaration)) return undefined;
    const { parent } = declaration.parent;
    return ts.isAsExpression(parent) && ts.isConstTypeReference(parent.type) && isConst(parent.parent)
      ? declaration
      : undefined;
  }

  #numberOf(node) {
    if (node === undefined) return null;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isParenthesizedExpression(node)) return this.#numberOf(node.expression);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
      const value = this.#numberOf(node.operand);
      return value === null ? null : -value;
    }
    if (ts.isBinaryExpression(node)) {
      const [left, right] = [this.#numberOf(node.left), this.#numberOf(node.right)];
      const operation = OPERATIONS.get(node.operatorToken.kind);
      return left === null || right === null || operation === undefined ? null : operation(left, right);
    }
    return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? this.valueOf(node) : null;
  }
}

const isConst = (node) =>
  ts.isVariableDeclaration(node) && (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;

/** Whether a name stands where its value is asked for, rather than where it is declared, imported or exported. */
const isValue = (node) => {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isTypeQueryNode(parent))
    return false;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAccessExpression(parent)) return false;
  return parent.name !== node && parent.propertyName !== node;
};

const inlining = (constants) => (context) => {
  const { factory } = context;
  const literal = (value, node) => {
    const positive = factory.createNumericLiteral(Math.abs(value));
    const number =
      value < 0 ? factory.createPrefixUnaryExpression(ts.SyntaxKind.MinusToken, positive) : positive;
    ts.addSyntheticTrailingComment(number, ts.SyntaxKind.MultiLineCommentTrivia, ` ${node.getText()} `);
    return value < 0 ? factory.createParenthesizedExpression(number) : number;
  };
  const visit = (node) => {
    if (ts.isTypeNode(node)) return node;
    if (ts.isPropertyAccessExpression(node) || (ts.isIdentifier(node) && isValue(node))) {
      const value = constants.valueOf(node);
      if (value !== null) return literal(value, node);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => ts.visitNode(file, visit);
};

const { options, fileNames } = ts.getParsedCommandLineOfConfigFile(
  `${root}/tsconfig.build.json`,
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
    },
  },
);
if (process.argv[2] !== undefined) options.outDir = process.argv[2];
const program = ts.createProgram(fileNames, options);
const found = ts.getPreEmitDiagnostics(program);
const { diagnostics } = program.emit(undefined, undefined, undefined, false, {
  before: [inlining(new Constants(program.getTypeChecker()))],
});
const all = [...found, ...diagnostics];
if (all.length > 0) {
  const host = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  };
  console.error(ts.formatDiagnostics(all, host));
  exit(1);
}
