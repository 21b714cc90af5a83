// What must hold of a plan, judged from the plan, app.yaml and the contract alone.
import { permissions, routes } from './checks/apis.ts';
import { protection, still, watched } from './checks/protection.ts';
import { grants, roles, wildcards } from './checks/rights.ts';
import { apiHeaders, cdn, compressed, headers, missing, pages, webAcl } from './checks/site.ts';
import type { Subject } from './checks/subject.ts';
import { events, functions, tables } from './checks/topology.ts';

export const checks = {
  tables,
  functions,
  routes,
  permissions,
  grants,
  roles,
  wildcards,
  cdn,
  pages,
  compressed,
  missing,
  webAcl,
  headers,
  apiHeaders,
  events,
  protection,
  watched,
  still,
};
export const judge = (subject: Subject): string[] => Object.values(checks).flatMap((check) => check(subject));
