import ts from "typescript";

/** An argument as the command line has it: its option, its type and whether a call has to give it. */
export type Parameter = { name: string; type: string; isRequired: boolean };

export type Func = { parameters: Parameter[]; returns: string };

/** What can be called: the module's constructor and functions, and those of Dagger's own types that they return. */
export type Interface = {
	options: Parameter[];
	functions: Map<string, Func>;
	types: Map<string, Map<string, Func>>;
	enums: Map<string, string[]>;
};

/** The interface as the sources declare it: the module's, Dagger's client, the files with the module's enums. */
export function readInterface(
	module: string,
	client: string,
	enums: string[],
): Interface {
	const [main] = parse(module).statements.filter(ts.isClassDeclaration);
	if (!main) throw new Error("the module has no class");
	const made = main.members.find(ts.isConstructorDeclaration);
	const exposed = main.members.filter(
		(member): member is ts.MethodDeclaration =>
			ts.isMethodDeclaration(member) &&
			(ts.getDecorators(member) ?? []).some((one) =>
				one.expression.getText().startsWith("func("),
			),
	);
	return {
		options: (made?.parameters ?? []).map(readParameter),
		functions: new Map(
			exposed.map((method) => [
				kebab(method.name.getText()),
				{
					parameters: method.parameters.map(readParameter),
					returns: unwrap(method.type),
				},
			]),
		),
		types: readTypes(client),
		enums: new Map(enums.flatMap(readEnums)),
	};
}

/** `imageName` as an option: `image-name`. */
export const kebab = (name: string) =>
	name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function readParameter(node: ts.ParameterDeclaration): Parameter {
	return {
		name: node.name.getText(),
		type: node.type?.getText() ?? "string",
		isRequired: !node.questionToken && !node.initializer,
	};
}

/** The methods of Dagger's types; a method's options come last, as an object. */
function readTypes(client: string): Map<string, Map<string, Func>> {
	const { statements } = parse(client);
	const bags = new Map(
		statements
			.filter(ts.isTypeAliasDeclaration)
			.map(({ name, type }) => [name.getText(), listFields(type)]),
	);
	return new Map(
		statements
			.filter(ts.isClassDeclaration)
			.map((one) => [
				one.name?.getText() ?? "",
				new Map(one.members.flatMap((member) => readMethod(member, bags))),
			]),
	);
}

function readMethod(
	member: ts.ClassElement,
	bags: Map<string, Parameter[]>,
): [string, Func][] {
	if (!ts.isPropertyDeclaration(member) || !member.type) return [];
	if (!ts.isFunctionTypeNode(member.type)) return [];
	const parameters = member.type.parameters.flatMap(
		(node) =>
			(node.name.getText() === "opts"
				? bags.get(node.type?.getText() ?? "")
				: undefined) ?? readParameter(node),
	);
	const name = kebab(member.name.getText().replace(/_$/, ""));
	return [[name, { parameters, returns: unwrap(member.type.type) }]];
}

function listFields(type: ts.TypeNode): Parameter[] {
	if (!ts.isTypeLiteralNode(type)) return [];
	return type.members.filter(ts.isPropertySignature).map((field) => ({
		name: field.name.getText(),
		type: field.type?.getText() ?? "",
		isRequired: !field.questionToken,
	}));
}

/** An enum's members, as the command line takes them: `KEEP`. */
function readEnums(text: string): [string, string[]][] {
	return parse(text)
		.statements.filter(ts.isEnumDeclaration)
		.map(({ name, members }) => [
			name.getText(),
			members.map((member) =>
				kebab(member.name.getText())
					.replace(/^-/, "")
					.replaceAll("-", "_")
					.toUpperCase(),
			),
		]);
}

/** `Promise<Directory>` is a Directory to whoever calls. */
function unwrap(type?: ts.TypeNode): string {
	return (type?.getText() ?? "void").replace(/^Promise<(.*)>$/s, "$1");
}

function parse(text: string): ts.SourceFile {
	return ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
}
