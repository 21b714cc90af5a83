# Who may do what: the pipelines start builds; a build has the role of its environment, or next to none.
locals {
  assumed_by = {
    for service in ["codepipeline", "codebuild"] : service => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "${service}.amazonaws.com" }
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      }]
    })
  }

  # Each pipeline hands its artefacts on in a bucket of its own: nothing that runs for a pull request reaches what is released.
  pipelines = {
    release       = { bucket = var.artefact_buckets.release, projects = setsubtract(keys(local.projects), local.pulled) }
    pull-requests = { bucket = var.artefact_buckets.pull_requests, projects = local.pulled }
  }
  pulled     = ["test-pull", "plan-pull"]
  pulled_for = var.environments[0].name # what a pull request is planned for

  # Builds write their own log, and read what the stages of their pipeline hand each other. Tests hand on what they built: nobody after them
  # can put something else in its place.
  may_build = {
    for project in keys(local.projects) : project => [
      # CodeBuild names the streams of a log.
      { Sid = "Log", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = ["${local.log_groups[project]}:*"] },
      (contains(local.tests, project) ? local.may_hand_on : local.may_take)[contains(local.pulled, project) ? "pull-requests" : "release"],
    ]
  }
  # CodePipeline names the artefacts.
  artefacts   = { for name, pipeline in local.pipelines : name => ["${pipeline.bucket.arn}/*"] }
  may_take    = { for name, on in local.artefacts : name => { Sid = "Artefacts", Effect = "Allow", Action = ["s3:GetObject", "s3:GetObjectVersion"], Resource = on } }
  may_hand_on = { for name, right in local.may_take : name => merge(right, { Action = concat(right.Action, ["s3:PutObject"]) }) }
}

resource "aws_iam_role" "pipeline" {
  for_each = local.pipelines

  name               = "${var.name}-${each.key}"
  assume_role_policy = local.assumed_by.codepipeline
}

resource "aws_iam_role_policy" "pipeline" {
  for_each = local.pipelines

  name = "run"
  role = aws_iam_role.pipeline[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Source", Effect = "Allow", Action = ["codeconnections:UseConnection", "codestar-connections:UseConnection"], Resource = [var.connection_arn] },
      { Sid = "Builds", Effect = "Allow", Action = ["codebuild:StartBuild", "codebuild:BatchGetBuilds"], Resource = [for project in each.value.projects : aws_codebuild_project.this[project].arn] },
      local.may_hand_on[each.key],
      { Sid = "ArtefactBucket", Effect = "Allow", Action = ["s3:GetBucketVersioning", "s3:GetBucketLocation"], Resource = [each.value.bucket.arn] },
    ]
  })
}

resource "aws_iam_role" "test" {
  for_each = toset(local.tests)

  name               = "${var.name}-build-${each.key}"
  assume_role_policy = local.assumed_by.codebuild
}

resource "aws_iam_role_policy" "test" {
  for_each = aws_iam_role.test

  name   = "build"
  role   = each.value.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.may_build[each.key] })
}

# Who plans reads, and cannot take the state's lock: a plan is made of code that nobody has agreed to yet.
resource "aws_iam_role" "reader" {
  for_each = local.plans

  name               = "${var.name}-build-${each.key}"
  assume_role_policy = local.assumed_by.codebuild
}

resource "aws_iam_role_policy" "reader" {
  for_each = local.plans

  name   = "read"
  role   = aws_iam_role.reader[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.may_build[each.key], local.may_read[each.value], lookup(local.may_read_name, each.value, [])) })
}

# Who tries a shop from outside has its address from the stage before, and reads its editor key: no state, and nothing of AWS to change.
resource "aws_iam_role" "blackbox" {
  for_each = local.tried

  name               = "${var.name}-build-${each.key}"
  assume_role_policy = local.assumed_by.codebuild
}

resource "aws_iam_role_policy" "blackbox" {
  for_each = local.tried

  name = "try"
  role = aws_iam_role.blackbox[each.key].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.may_build[each.key], [{ Sid = "EditorKey", Effect = "Allow", Action = ["ssm:GetParameter"], Resource = local.own[each.value].keys }])
  })
}

resource "aws_iam_role" "environment" {
  for_each = local.environments

  name               = "${var.name}-build-${each.key}"
  assume_role_policy = local.assumed_by.codebuild
}

resource "aws_iam_role_policy" "builds" {
  for_each = local.environments

  name   = "build"
  role   = aws_iam_role.environment[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.may_build["${each.key}-apply"] })
}

# Managed policies, since one role's inline policies may have 10,240 characters in all.
resource "aws_iam_policy" "environment" {
  #checkov:skip=CKV_AWS_290:Where AWS takes no name, a condition on the environment's tag stands; tests list what has neither.
  #checkov:skip=CKV_AWS_355:Where AWS takes no name, a condition on the environment's tag stands; tests list what has neither.
  #checkov:skip=CKV_AWS_289:Roles are made with the environment's boundary alone.
  #checkov:skip=CKV_AWS_286:Roles are made with the environment's boundary alone.
  #checkov:skip=CKV_AWS_287:Of secrets it reads its environment's origin secret.
  #checkov:skip=CKV_AWS_288:Of data it reads its environment's own.
  for_each = merge([for name in keys(local.environments) : { "${name}-read" = local.may_read[name], "${name}-write" = local.may_write[name], "${name}-front" = concat(local.may_write_front[name], lookup(local.may_read_name, name, []), lookup(local.may_write_name, name, [])), "${name}-roles" = local.may_make_roles[name] }]...)

  name   = "${var.name}-build-${each.key}"
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_iam_role_policy_attachment" "environment" {
  for_each = aws_iam_policy.environment

  role       = aws_iam_role.environment[split("-", each.key)[0]].name
  policy_arn = each.value.arn
}

# The most that any role of an environment can do, whoever wrote its policy: an environment's stage makes roles, and could otherwise make
# one that reaches further than itself.
resource "aws_iam_policy" "boundary" {
  #checkov:skip=CKV_AWS_290:A boundary grants nothing; it bounds.
  #checkov:skip=CKV_AWS_355:A boundary grants nothing; it bounds.
  #checkov:skip=CKV_AWS_288:A boundary grants nothing; it bounds.
  for_each = local.environments

  name   = "${var.name}-${each.key}-boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = local.bounds[each.key] })
}
