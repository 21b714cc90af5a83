// A plan as `terraform show -json` prints it, as far as anybody here reads it:
// https://developer.hashicorp.com/terraform/internals/json-format

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the provider's schema has a thousand shapes
export type Attributes = Record<string, any>;

/** A resource as a plan or a state gives it; its attributes are the provider's. */
export interface Resource {
  address: string;
  mode: 'managed' | 'data';
  type: string;
  index?: string | number;
  values: Attributes;
}
interface Module {
  resources?: Resource[];
  child_modules?: Module[];
}
export interface Planned {
  planned_values: { root_module: Module };
}

/** A module's resources and those of the modules in it. */
export const inside = (module: Module): Resource[] => [
  ...(module.resources ?? []),
  ...(module.child_modules ?? []).flatMap(inside),
];

/** What Terraform makes, of one type or of all. */
export const resources = (plan: Planned, type?: string): Resource[] =>
  inside(plan.planned_values.root_module).filter(
    (one) => one.mode === 'managed' && (type === undefined || one.type === type),
  );
