// Every `*` in a policy, and why nothing narrower stands there. What differs by environment, account, function and build is taken out.
import { type Plan, resources } from '../plan.ts';
import { type Statement, list, statements } from './rights.ts';

const own = "the environment's name stands before it, and no other name begins so";
const drawn = 'AWS draws the id; a condition on the environment tag narrows it';
const streams = "CloudWatch's streams of one log are named by who writes them";
const files = "the files of one bucket, named by what is put there, or one environment's folder of it";
const aws = "AWS's own, the same for everybody";

export const reasons = new Map([
  ['Action dynamodb:*', "a boundary grants nothing; a function's own policy names each action"],
  ['Action s3:*', 'a refusal: nothing without TLS'],
  ['Principal "*"', 'a refusal: nobody without TLS'],
  ['Resource *', 'actions that IAM ties to nothing; rights.ts lists them by name'],
  ['Resource arn:aws:acm:us-east-1:ACCOUNT:certificate/*', drawn],
  ['Resource arn:aws:apigateway:REGION::/apis/*', drawn],
  ['Resource arn:aws:apigateway:REGION::/tags/*', drawn],
  ['Resource arn:aws:cloudfront::*:cache-policy/*', aws],
  ['Resource arn:aws:cloudfront::*:origin-request-policy/*', aws],
  ['Resource arn:aws:cloudfront::ACCOUNT:distribution/*', drawn],
  ['Resource arn:aws:cloudfront::ACCOUNT:origin-access-control/*', 'CloudFront draws the id and knows no tags for it'],
  [
    'Resource arn:aws:cloudfront::ACCOUNT:response-headers-policy/*',
    'CloudFront draws the id and knows no tags for it',
  ],
  ['Resource arn:aws:cloudwatch:REGION:ACCOUNT:alarm:vitrine-ENV-*', own],
  ['Resource arn:aws:codedeploy:REGION:ACCOUNT:deploymentconfig:*', `${aws}; read`],
  ['Resource arn:aws:codedeploy:REGION:ACCOUNT:deploymentgroup:vitrine-ENV/*', own],
  ['Resource arn:aws:dynamodb:REGION:ACCOUNT:table/vitrine-ENV-*', own],
  [
    'Resource arn:aws:execute-api:REGION:ACCOUNT:*/*/*/@connections/*',
    "in the boundary, which grants nothing; API Gateway draws an API's id and judges no tags here",
  ],
  ['Resource arn:aws:execute-api:REGION:ACCOUNT:ID/ws/*/@connections/*', "one API's connections; their ids are drawn"],
  ['Resource arn:aws:iam::ACCOUNT:role/vitrine-ENV-*', own],
  ['Resource arn:aws:lambda:REGION:ACCOUNT:event-source-mapping:*', `${drawn}, but for reading`],
  ['Resource arn:aws:lambda:REGION:ACCOUNT:function:vitrine-ENV-*', own],
  ['Resource arn:aws:logs:REGION:ACCOUNT:log-group:/aws/apigateway/vitrine-ENV-*', own],
  ['Resource arn:aws:logs:REGION:ACCOUNT:log-group:/aws/apigateway/vitrine-ENV-*:*', streams],
  ['Resource arn:aws:logs:REGION:ACCOUNT:log-group:/aws/codebuild/vitrine-PROJECT:*', streams],
  ['Resource arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/vitrine-ENV-*', own],
  ['Resource arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/vitrine-ENV-*:*', streams],
  ['Resource arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/vitrine-ENV-FUNCTION:*', streams],
  ['Resource arn:aws:route53:::change/*', 'Route 53 draws the id; read, to learn when a change has arrived'],
  ['Resource arn:aws:s3:::vitrine-ENV-*', own],
  ['Resource arn:aws:s3:::vitrine-ENV-media-ACCOUNT/*', files],
  ['Resource arn:aws:s3:::vitrine-ENV-web-ACCOUNT/*', files],
  ['Resource arn:aws:s3:::vitrine-artefacts-ACCOUNT/*', files],
  ['Resource arn:aws:s3:::vitrine-pull-requests-ACCOUNT/*', files],
  ['Resource arn:aws:s3:::vitrine-state-ACCOUNT/*', 'a refusal: nothing without TLS'],
  ['Resource arn:aws:s3:::vitrine-state-ACCOUNT/ENV/*', files],
  ['Resource arn:aws:scheduler:REGION:ACCOUNT:schedule/default/vitrine-ENV-*', own],
  ['Resource arn:aws:sns:REGION:ACCOUNT:vitrine-ENV-*', own],
  ['Resource arn:aws:sqs:REGION:ACCOUNT:vitrine-ENV-*', own],
  ['Resource arn:aws:wafv2:us-east-1:ACCOUNT:global/managedruleset/*/*', aws],
  ['Resource arn:aws:wafv2:us-east-1:ACCOUNT:global/webacl/vitrine-ENV/*', own],
]);

const neutral = (text: string): string =>
  text
    .replaceAll(/\b(dev|staging|prod)\b/g, 'ENV')
    .replaceAll(/\b\d{12}\b/g, 'ACCOUNT')
    .replaceAll(/\beu-central-1\b/g, 'REGION')
    .replace(/(execute-api:REGION:ACCOUNT:)\w+/, '$1ID')
    .replace(/(\/aws\/lambda\/vitrine-ENV-)\w+/, '$1FUNCTION')
    .replace(/(\/aws\/codebuild\/vitrine-)[\w-]+/, '$1PROJECT');

/** As `Action PATTERN`, `Principal PATTERN` or `Resource PATTERN`. */
export function wildcardsOf(plan: Plan): string[] {
  const of = ({ Action, Resource, Principal }: Statement & { Principal?: unknown }): string[] => [
    ...list(Action).map((one) => `Action ${one}`),
    ...list(Resource ?? []).map((one) => `Resource ${one}`),
    ...(Principal === undefined ? [] : [`Principal ${JSON.stringify(Principal)}`]),
  ];
  return resources(plan)
    .flatMap(({ values: { policy, assume_role_policy: trust } }) => [policy, trust])
    .filter((text): text is string => typeof text === 'string' && text !== '')
    .flatMap((text) => statements(text).flatMap(of))
    .filter((one) => /[*?]/.test(one))
    .map(neutral);
}
