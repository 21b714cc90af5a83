variables {
  name           = "store"
  repository     = "someone/shop"
  connection_arn = "arn:aws:codeconnections:eu-central-1:123456789012:connection/5c5aa0e6-0000-4000-8000-000000000000"
  artefact_buckets = {
    release       = { name = "shop-artefacts", arn = "arn:aws:s3:::shop-artefacts" }
    pull_requests = { name = "shop-pull-requests", arn = "arn:aws:s3:::shop-pull-requests" }
  }
  state_bucket = { name = "shop-state", arn = "arn:aws:s3:::shop-state" }
}

run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = module.pipeline.pipelines.release == "shop-release"
    error_message = "The pipeline that releases is called by the application."
  }
}

run "order_of_a_release" {
  assert {
    condition     = join(" ", aws_codepipeline.release.stage[*].name) == "source test dev staging prod"
    error_message = "A release is tested, then goes through every environment."
  }

  assert {
    condition     = join(" ", [for stage in aws_codepipeline.release.stage : join(",", stage.action[*].name) if stage.name == "prod"]) == "plan,approve,apply"
    error_message = "Prod's plan is shown before somebody agrees to it, and applied after."
  }

  assert {
    condition     = alltrue(flatten([for stage in slice(aws_codepipeline.release.stage, 2, 5) : [for action in stage.action : action.input_artifacts == tolist(["built"]) || action.category == "Approval"]]))
    error_message = "Every environment gets the same artefact."
  }

  assert {
    condition     = alltrue([for name in ["test", "test-pull"] : aws_codebuild_project.this[name].service_role == aws_iam_role.test[name].arn && length(jsondecode(aws_iam_role_policy.test[name].policy).Statement) == 2])
    error_message = "Tests run with the right to log and to hand on what they built, and no other."
  }

  assert {
    condition = alltrue([
      for policy in [aws_iam_role_policy.pipeline["pull-requests"].policy, aws_iam_role_policy.test["test-pull"].policy, aws_iam_role_policy.reader["plan-pull"].policy] :
      strcontains(policy, "shop-pull-requests") && !strcontains(policy, "shop-artefacts")
    ])
    error_message = "Nothing that runs for a pull request reaches the artefacts of a release."
  }

  assert {
    condition     = one(aws_codepipeline.release.artifact_store).location == "shop-artefacts" && one(aws_codepipeline.pull_requests.artifact_store).location == "shop-pull-requests"
    error_message = "Each pipeline has a bucket of its own."
  }

  assert {
    condition     = alltrue([for policy in concat(values(aws_iam_policy.environment), values(aws_iam_policy.boundary)) : length(policy.policy) <= 6144])
    error_message = "A managed policy has at most 6144 characters: ${join(", ", [for policy in values(aws_iam_policy.environment) : "${policy.name} ${length(policy.policy)}" if length(policy.policy) > 6144])}"
  }

  assert {
    condition     = alltrue([for name, policy in aws_iam_policy.environment : strcontains(policy.policy, "store-prod") == startswith(name, "prod-")])
    error_message = "The rights of prod's stage name what is prod's, and those of no other stage do."
  }
}

run "a_domain_belongs_to_its_environment" {
  command = plan

  variables {
    environments = [{ name = "dev" }, { name = "prod", domain = { name = "shop.example.com", zone_id = "Z0EXAMPLE" } }]
  }

  assert {
    condition     = strcontains(jsonencode(local.may_write_name.prod), "hostedzone/Z0EXAMPLE") && join(",", keys(local.may_write_name)) == "prod"
    error_message = "The records of a zone are made by the stage of the environment that has the domain."
  }
}

run "refuses_the_name_of_what_all_share" {
  command = plan

  variables {
    environments = [{ name = "dev" }, { name = "build" }]
  }

  expect_failures = [var.environments]
}

run "refuses_a_floating_image" {
  command = plan

  variables {
    image = "public.ecr.aws/docker/library/debian:12.15"
  }

  expect_failures = [var.image]
}
