locals {
  # One stage an environment: somebody agrees where somebody must, then the plan is shown, applied, and the shop tried from outside.
  stages = [
    for environment in var.environments : {
      name = environment.name
      actions = concat(
        [{ name = "plan", order = 1, kind = "Build", provider = "CodeBuild", project = "${environment.name}-plan" }],
        environment.approved ? [{ name = "approve", order = 2, kind = "Approval", provider = "Manual", project = null }] : [],
        [{ name = "apply", order = 3, kind = "Build", provider = "CodeBuild", project = "${environment.name}-apply" }],
        environment.blackbox ? [{ name = "blackbox", order = 4, kind = "Test", provider = "CodeBuild", project = "${environment.name}-blackbox" }] : [],
      )
    }
  ]
  source = { ConnectionArn = var.connection_arn, FullRepositoryId = var.repository, BranchName = var.branch }
}

resource "aws_codepipeline" "release" {
  #checkov:skip=CKV_AWS_219:Encrypted with the key that S3 manages, as the artefact bucket is.
  name           = "${var.name}-release"
  role_arn       = aws_iam_role.pipeline["release"].arn
  pipeline_type  = "V2"
  execution_mode = "QUEUED"

  artifact_store {
    type     = "S3"
    location = local.pipelines.release.bucket.name
  }

  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "source"

      push {
        branches {
          includes = [var.branch]
        }
      }
    }
  }

  stage {
    name = "source"

    action {
      name             = "source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      namespace        = "source"
      output_artifacts = ["sources"]
      configuration    = merge(local.source, { DetectChanges = "false" }) # the trigger above does
    }
  }

  stage {
    name = "test"

    action {
      name             = "test"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["sources"]
      output_artifacts = ["built"]
      configuration    = { ProjectName = aws_codebuild_project.this["test"].name }
    }
  }

  # Every environment gets what the one build made: nothing is built twice.
  dynamic "stage" {
    for_each = local.stages

    content {
      name = stage.value.name

      dynamic "action" {
        for_each = stage.value.actions

        content {
          name            = action.value.name
          run_order       = action.value.order
          category        = action.value.kind
          owner           = "AWS"
          provider        = action.value.provider
          version         = "1"
          namespace       = action.value.name == "apply" ? "${stage.value.name}-apply" : null
          input_artifacts = action.value.project == null ? [] : ["built"]
          configuration = merge(
            action.value.project == null ? { CustomData = "The plan of ${stage.value.name} is in the log of the action before." } : { ProjectName = aws_codebuild_project.this[action.value.project].name },
            # The address that the stage before has released to.
            action.value.name == "blackbox" ? { EnvironmentVariables = jsonencode([{ name = "VITRINE_BASE_URL", value = "#{${stage.value.name}-apply.VITRINE_BASE_URL}", type = "PLAINTEXT" }]) } : {},
          )
        }
      }
    }
  }

  depends_on = [aws_iam_role_policy.pipeline]
}

# A pull request is tested with no rights but to hand on what it built; its plan, with the right to read, is made only for a branch of the repository itself.
resource "aws_codepipeline" "pull_requests" {
  #checkov:skip=CKV_AWS_219:Encrypted with the key that S3 manages, as the artefact bucket is.
  name           = "${var.name}-pull-requests"
  role_arn       = aws_iam_role.pipeline["pull-requests"].arn
  pipeline_type  = "V2"
  execution_mode = "PARALLEL"

  artifact_store {
    type     = "S3"
    location = local.pipelines["pull-requests"].bucket.name
  }

  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "source"

      pull_request {
        events = ["OPEN", "UPDATED"]

        branches {
          includes = [var.branch]
        }
      }
    }
  }

  stage {
    name = "source"

    action {
      name             = "source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      namespace        = "source"
      output_artifacts = ["sources"]
      configuration    = merge(local.source, { DetectChanges = "false" })
    }
  }

  stage {
    name = "test"

    action {
      name             = "test"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["sources"]
      output_artifacts = ["built"]
      configuration    = { ProjectName = aws_codebuild_project.this["test-pull"].name }
    }
  }

  stage {
    name = "plan"

    # A fork's branch is none of the repository's: the stage is skipped.
    before_entry {
      condition {
        result = "SKIP"

        rule {
          name = "own-branch"

          rule_type_id {
            category = "Rule"
            owner    = "AWS"
            provider = "VariableCheck"
            version  = "1"
          }

          configuration = {
            Variable = "#{source.FullRepositoryName}"
            Value    = var.repository
            Operator = "EQ"
          }
        }
      }
    }

    action {
      name            = "plan"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["built"]
      configuration   = { ProjectName = aws_codebuild_project.this["plan-pull"].name }
    }
  }

  depends_on = [aws_iam_role_policy.pipeline]
}
