output "pipelines" {
  description = "The pipelines' names: the one that releases, and the one that tests pull requests."
  value       = { release = aws_codepipeline.release.name, pull_requests = aws_codepipeline.pull_requests.name }
}

output "roles" {
  description = "By environment, the role that plans and applies it, for who wants to grant it more."
  value       = { for name, role in aws_iam_role.environment : name => role.name }
}

output "boundaries" {
  description = "By environment, the ARN of the boundary that its roles are made with."
  value       = { for name, policy in aws_iam_policy.boundary : name => policy.arn }
}
