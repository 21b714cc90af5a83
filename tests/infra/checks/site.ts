// CloudFront, its headers, and WAF before it.
import { type Attributes } from '../plan.ts';
import { allows } from '../iam.ts';
import { statements } from './rights.ts';
import { type Check, one, same, values } from './subject.ts';

export const pages: Check = ({ plan, app }) => {
  const { code } = one(plan, 'aws_cloudfront_function');
  return app.web.pages.every((page) => code.includes(JSON.stringify(page)))
    ? []
    : ["the pages' function does not know the pages of app.yaml"];
};

export const cdn: Check = ({ plan, app }) => {
  const site = one(plan, 'aws_cloudfront_distribution');
  const behaviours = site.ordered_cache_behavior as Attributes[];
  const origins = site.origin as Attributes[];
  const apis = behaviours.filter((behaviour) => behaviour.path_pattern !== '/media/*');
  const managed = {
    disabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    allButHost: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  };
  return [
    ...(site.custom_error_response.length === 0 ? [] : ["custom_error_response would turn the API's 404 into a page"]),
    ...(same(
      ['/api/*', app.websocket.path],
      apis.map((behaviour) => behaviour.path_pattern),
    )
      ? []
      : ['CloudFront sends other paths to the APIs than app.yaml has']),
    ...(behaviours.every((behaviour) => behaviour.function_association.length === 0) &&
    same(
      ['viewer-request', 'viewer-response'],
      site.default_cache_behavior[0].function_association.map((association: Attributes) => association.event_type),
    )
      ? []
      : ["the pages' function belongs to the default behaviour alone, for both events of a viewer"]),
    ...(apis.every((behaviour) => behaviour.cache_policy_id === managed.disabled) ? [] : ['an API is cached']),
    ...(apis.every((behaviour) => behaviour.origin_request_policy_id === managed.allButHost)
      ? []
      : ['an API must get all but the Host header']),
    ...(apis.every((behaviour) => behaviour.allowed_methods.length === 7) ? [] : ['an API takes all methods']),
    ...(apis.every((behaviour) => behaviour.compress === false) ? [] : ["compression would weaken the API's ETags"]),
    ...(origins.every((origin) => !origin.origin_path)
      ? []
      : ['an origin has a path: the stages bear the names of the paths']),
    ...(origins.every((origin) => origin.custom_origin_config.length > 0 !== Boolean(origin.origin_access_control_id))
      ? []
      : ['a bucket is reached without OAC']),
    ...(origins
      .filter((origin) => origin.custom_origin_config.length > 0)
      .every((origin) => origin.custom_header.some((header: Attributes) => header.name === app.web.originHeader))
      ? []
      : ["an API's origin lacks the origin secret"]),
  ];
};

/** Pages, scripts and styles are compressed at CloudFront's edge, for who takes gzip and for who takes Brotli. */
export const compressed: Check = ({ plan }) => {
  const pages = one(plan, 'aws_cloudfront_distribution').default_cache_behavior[0] as Attributes;
  const optimized = '658327ea-f89d-4fab-a63d-7e88639e58f6'; // AWS's policy that asks for both
  return pages.compress === true && pages.cache_policy_id === optimized ? [] : ['the site is sent uncompressed'];
};

/** S3 says 404 of what is missing only to who may list the bucket. */
export const missing: Check = ({ plan }) => {
  const site = one(plan, 'aws_cloudfront_distribution');
  const policies = values(plan, 'aws_s3_bucket_policy');
  return (site.origin as Attributes[])
    .filter((origin) => origin.custom_origin_config.length === 0)
    .map((origin) => String(origin.domain_name).split('.s3.')[0] ?? '')
    .filter((bucket) => {
      const policy = statements(String(policies.find((one) => one.bucket === bucket)?.policy ?? '{"Statement":[]}'));
      return !['s3:GetObject', 's3:ListBucket'].every((action) =>
        allows(policy, {
          action,
          resource: `arn:aws:s3:::${bucket}${action === 's3:GetObject' ? '/key' : ''}`,
          context: { 'aws:SourceArn': String(site.arn) },
        }),
      );
    })
    .map((bucket) => `CloudFront is told 403 of a file that ${bucket} does not have`);
};

const isProblem = (text: string): boolean => {
  const problem = JSON.parse(text) as { type?: string; title?: string; status?: number };
  return Boolean(problem.type?.startsWith('/problems/') && problem.title && problem.status);
};

/** The rules of AWS's groups that count and do not stop. */
const counted = (acl: Attributes): string[] =>
  (acl.rule as Attributes[])
    .flatMap((rule): Attributes[] => rule.statement[0]?.managed_rule_group_statement ?? [])
    .flatMap((group): Attributes[] => group.rule_action_override ?? [])
    .filter((override) => override.action_to_use[0]?.count?.length === 1)
    .map((override) => String(override.name));

/** Everything below a name, wherever it stands. */
const below = (held: unknown, name: string): unknown[] =>
  held === null || typeof held !== 'object'
    ? []
    : Object.entries(held).flatMap(([key, value]) => [...(key === name ? [value] : []), ...below(value, name)]);
/** The patterns of paths that a rule leaves out, each alternative by itself. */
const exempted = (acl: Attributes): string[] =>
  below(below(acl.rule, 'not_statement'), 'regex_string').flatMap((pattern) =>
    String(pattern)
      .replaceAll(/[()^$]/g, '')
      .split('|'),
  );
/** Does the route's path end as the pattern does? What is in braces may be anything. */
const leadsTo = (route: string, path: string): boolean =>
  new RegExp(`${path}$`).test((route.split(' ')[1] ?? '').replaceAll(/\{[^}+]+\}/g, 'x'));

export const webAcl: Check = ({ plan, app }) => {
  const acl = one(plan, 'aws_wafv2_web_acl');
  return [
    ...(acl.region === 'us-east-1' && acl.scope === 'CLOUDFRONT' ? [] : ['WAF for CloudFront lives in us-east-1']),
    ...((acl.custom_response_body as Attributes[]).every(({ content }) => isProblem(String(content)))
      ? []
      : ['WAF answers with something else than a problem document']),
    ...(counted(acl).includes('SizeRestrictions_BODY')
      ? []
      : ["AWS's rule on the size of bodies stops what the functions take"]),
    ...exempted(acl)
      .filter((path) => !Object.keys(app.http).some((route) => leadsTo(route, path)))
      .map((path) => `WAF lets bodies of any size through to ${path}, which no route answers`),
    ...(one(plan, 'aws_cloudfront_distribution').web_acl_id === acl.arn ? [] : ['the distribution has no web ACL']),
  ];
};

/** What a policy of headers says, as app.yaml writes it. */
function said(policy: Attributes): Record<string, string> {
  const security = (policy.security_headers_config?.[0] ?? {}) as Record<string, Attributes[] | undefined>;
  const hsts = security.strict_transport_security?.[0];
  const texts: Record<string, string | undefined> = {
    'content-security-policy': security.content_security_policy?.[0]?.content_security_policy as string | undefined,
    'strict-transport-security':
      hsts && `max-age=${hsts.access_control_max_age_sec}${hsts.include_subdomains ? '; includeSubDomains' : ''}`,
    'x-content-type-options': security.content_type_options?.[0] && 'nosniff',
    'referrer-policy': security.referrer_policy?.[0]?.referrer_policy as string | undefined,
  };
  const items = (policy.custom_headers_config?.[0]?.items ?? []) as Attributes[];
  for (const { header, value } of items) texts[String(header)] = String(value);
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The API's answers get the API's headers, and the socket's and the site's do not. */
export const apiHeaders: Check = ({ plan, app, environment }) => {
  const policy = values(plan, 'aws_cloudfront_response_headers_policy').find(
    (one) => one.name === `${app.name}-${environment}-api`,
  );
  if (policy === undefined) return ["the API's answers have no headers of their own"];
  const headers = said(policy);
  const has = one(plan, 'aws_cloudfront_distribution').ordered_cache_behavior as Attributes[];
  return [
    ...Object.entries(app.web.apiHeaders)
      .filter(([name, value]) => headers[name] !== value)
      .map(([name]) => `the API has another ${name} than app.yaml`),
    ...(same(Object.keys(headers), Object.keys(app.web.apiHeaders)) ? [] : ['the API has other headers than app.yaml']),
    ...has
      .filter((one) => (one.path_pattern === '/api/*') !== (one.response_headers_policy_id === policy.id))
      .map((one) => `${one.path_pattern} answers with another's headers`),
  ];
};

export const headers: Check = ({ plan, app, environment }) => {
  const policy =
    values(plan, 'aws_cloudfront_response_headers_policy').find((one) => one.name === `${app.name}-${environment}`) ??
    {};
  const security = (policy.security_headers_config?.[0] ?? {}) as Attributes;
  const site = one(plan, 'aws_cloudfront_distribution');
  const pages = [
    ...(site.default_cache_behavior as Attributes[]),
    ...(site.ordered_cache_behavior as Attributes[]).filter((behaviour) => behaviour.path_pattern === '/media/*'),
  ];
  const csp = security.content_security_policy?.[0]?.content_security_policy;
  const custom = ((policy.custom_headers_config?.[0]?.items ?? []) as Attributes[]).map(
    (item) => `${item.header}: ${item.value}`,
  );
  const wanted = Object.entries(app.web.headers).filter(([name]) =>
    ['permissions-policy', 'cross-origin-opener-policy'].includes(name),
  );
  return [
    ...(pages.length === 2 && pages.every((behaviour) => behaviour.response_headers_policy_id === policy.id)
      ? []
      : ["pages or pictures lack the site's headers"]),
    ...(csp === app.web.headers['content-security-policy']
      ? []
      : ['the site has another Content-Security-Policy than app.yaml']),
    ...(same(
      custom,
      wanted.map(([name, value]) => `${name}: ${value}`),
    )
      ? []
      : ['the site has other headers than app.yaml']),
    ...(security.strict_transport_security?.[0]?.access_control_max_age_sec === 63_072_000
      ? []
      : ['the site has another HSTS than app.yaml']),
  ];
};
