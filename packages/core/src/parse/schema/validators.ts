import type { ValidateFunction } from 'ajv';
import profilesSchema from '../../../schemas/profiles.json' with { type: 'json' };
import projectSchema from '../../../schemas/project.json' with { type: 'json' };
import propertiesSchema from '../../../schemas/properties.json' with { type: 'json' };
import selectorsSchema from '../../../schemas/selectors.json' with { type: 'json' };
import { compileValidator } from './compile-validator.ts';

/** What of `properties.json` can be checked on its own. */
export type PropertyKind = keyof typeof propertiesSchema.$defs;
export type SchemaKind = 'project' | 'properties' | 'profiles' | 'selectors' | PropertyKind;

const compiled = new Map<SchemaKind, ValidateFunction>();
const wholeFiles = {
  project: projectSchema,
  properties: propertiesSchema,
  profiles: profilesSchema,
  selectors: selectorsSchema,
};

/** Compiled at the first use, part by part: a run pays only for the kinds of files it has. */
export function validatorOf(kind: SchemaKind): ValidateFunction {
  let validator = compiled.get(kind);
  if (validator === undefined) {
    validator = compileValidator(
      kind in wholeFiles
        ? wholeFiles[kind as keyof typeof wholeFiles]
        : { $ref: `${propertiesSchema.$id}#/$defs/${kind}` },
    );
    compiled.set(kind, validator);
  }
  return validator;
}

const foreign = new WeakMap<object, ValidateFunction>();

/** A validator of a schema that is not ours: an adapter's profile. */
export function compileSchema(schema: object): ValidateFunction {
  let validator = foreign.get(schema);
  if (validator === undefined) {
    validator = compileValidator(schema);
    foreign.set(schema, validator);
  }
  return validator;
}

/** The configs that dbt, tfm or a known adapter understands, for one kind of resource. */
export function knownConfigs(kind: ConfigKind): ReadonlySet<string> {
  let known = configs.get(kind);
  if (known === undefined) {
    const schema: {
      readonly anyOf?: readonly { readonly properties?: object }[];
      readonly properties?: object;
    } = propertiesSchema.$defs[kind];
    const properties =
      schema.properties ??
      schema.anyOf?.find((alternative) => alternative.properties !== undefined)?.properties ??
      {};
    known = new Set(Object.keys(properties));
    configs.set(kind, known);
  }
  return known;
}

export type ConfigKind =
  | 'modelConfig'
  | 'seedConfig'
  | 'snapshotConfig'
  | 'testConfig'
  | 'sourceConfig'
  | 'plainConfig';
const configs = new Map<ConfigKind, ReadonlySet<string>>();
