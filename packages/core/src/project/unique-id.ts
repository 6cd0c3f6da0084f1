/** dbt's unique id of anything in a project: `model.shop.stg_orders`, `source.shop.main.invoices`. */
export type UniqueId = string & { readonly brand: 'UniqueId' };

export function uniqueId(...parts: readonly string[]): UniqueId {
  return parts.join('.') as UniqueId;
}
