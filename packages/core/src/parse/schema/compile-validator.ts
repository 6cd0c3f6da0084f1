import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import propertiesSchema from '../../../schemas/properties.json' with { type: 'json' };

export const validatorOptions: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  ownProperties: true,
  validateFormats: false,
  logger: false,
};

let ajv: Ajv2020 | undefined;

/**
 * Compiling takes longer than everything else that a small project needs. In the bundle this file is replaced by one
 * that holds the validators of all schemas that tfm has: scripts/compile-validators.mjs.
 */
export function compileValidator(schema: object): ValidateFunction {
  ajv ??= new Ajv2020(validatorOptions).addSchema(propertiesSchema);
  return ajv.compile(schema);
}
