// Keeps the shop whole in a page that somebody else changes. A browser's translation puts each text node into elements of its own and takes
// the original out of the page. React holds on to the original: to change it changes nothing in sight, to remove it or to insert something
// before it throws. An element's only text is safe, for React sets it on the element; so text has an element of its own wherever anything
// beside it can change, come or go.
import type { Rule } from 'eslint';
import type ts from 'typescript';

interface Node {
  type: string;
  [key: string]: unknown;
}

interface Services {
  program: ts.Program;
  getTypeAtLocation(node: unknown): ts.Type;
}

/** What a child is to the text beside it. `fixed`: an element that is always there; `moving`: whatever may come, go or be made anew. */
type Kind = 'text' | 'changing text' | 'fixed' | 'moving';

/**
 * Whether React may make a text node of a value of this type. It makes none of the empty string, of true and false, null and undefined.
 * Asked by assignability: the numbers of TypeScript's own flags differ between its versions.
 */
function mayBeText(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((part) => mayBeText(part, checker));
  if (type === checker.getAnyType() || type === checker.getUnknownType()) return true;
  if (type === checker.getNeverType() || (type.isStringLiteral() && type.value === '')) return false;
  if (checker.isArrayType(type) || checker.isTupleType(type))
    return checker.getTypeArguments(type as ts.TypeReference).some((element) => mayBeText(element, checker));
  return [checker.getStringType(), checker.getNumberType(), checker.getBigIntType()].some((text) =>
    checker.isTypeAssignableTo(type, text),
  );
}

const isLayout = ({ type, value }: Node): boolean =>
  type === 'JSXText' && /^\s*$/.test(value as string) && (value as string).includes('\n');

const isComment = ({ type, expression }: Node): boolean =>
  type === 'JSXExpressionContainer' && (expression as Node).type === 'JSXEmptyExpression';

/** An element of HTML, not a component: `p`, but neither `Panel` nor `Dialog.Title`. */
function isIntrinsic({ type, openingElement }: Node): boolean {
  if (type !== 'JSXElement') return false;
  const name = (openingElement as { name: Node }).name;
  return name.type === 'JSXIdentifier' && /^[a-z]/.test(name['name'] as string);
}

const create: Rule.RuleModule['create'] = (context) => {
  const services = context.sourceCode.parserServices as unknown as Services;
  const checker = services.program.getTypeChecker();
  const report = (node: Node, messageId: string) => context.report({ node: node as never, messageId });

  function kindOf(child: Node): Kind {
    if (child.type === 'JSXText') return 'text';
    if (child.type === 'JSXExpressionContainer') {
      const expression = child['expression'] as Node;
      if (expression.type === 'Literal') return 'text';
      return mayBeText(services.getTypeAtLocation(expression), checker) ? 'changing text' : 'moving';
    }
    return isIntrinsic(child) ? 'fixed' : 'moving';
  }

  function checkChildren(parent: Node) {
    const children = (parent['children'] as Node[])
      .filter((child) => !isLayout(child) && !isComment(child))
      .map((child) => ({ child, kind: kindOf(child) }));
    const inFragment = parent.type === 'JSXFragment';
    const moves = children.some(({ kind }) => kind === 'moving' || kind === 'changing text');
    for (const { child, kind } of children) {
      if (kind === 'fixed' || kind === 'moving') continue;
      if (inFragment) report(child, 'inFragment');
      else if (children.length > 1 && moves) report(child, 'beside');
    }
  }

  function checkComponent(node: Node) {
    const name = (node['id'] as { name: string } | null)?.name ?? '';
    if (!/^[A-Z]/.test(name)) return;
    const returned = services.getTypeAtLocation(node).getCallSignatures()[0]?.getReturnType();
    if (returned && mayBeText(returned, checker)) report(node, 'returned');
  }

  return {
    JSXElement: (node: unknown) => checkChildren(node as Node),
    JSXFragment: (node: unknown) => checkChildren(node as Node),
    FunctionDeclaration: (node) => checkComponent(node as unknown as Node),
  };
};

export const bareText: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'Text has an element of its own where something beside it can change.' },
    messages: {
      beside:
        'Give this text an element of its own: something beside it can change, and a translated page would break.',
      inFragment: 'Give this text an element of its own: a fragment has none, and a translated page would break.',
      returned: 'A component returns elements, not text: whoever uses it cannot see that text stands there.',
    },
  },
  create,
};
