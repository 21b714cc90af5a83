// docs/infrastructure.md: the graph, and what it is made of.
import { counts, graph } from './graph.ts';
import type { Planned } from './plan.ts';

export const document = (plan: Planned): string => `# What Terraform deploys

Made from the plan of prod by \`node tools/infra/main.ts\`; a test keeps it fresh. Staging and dev have the same resources in other sizes.

\`\`\`mermaid
${graph(plan)}
\`\`\`

Beside these: a role and a log group for each function, alarms with a topic and a dashboard, CodeDeploy, a budget.

| resource | number |
| --- | --- |
${counts(plan)
  .map(([type, number]) => `| \`${type}\` | ${number} |`)
  .join('\n')}
`;
