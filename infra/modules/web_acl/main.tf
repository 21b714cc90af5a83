locals {
  # AWS's groups, in the order they are asked. Their rule on the size of bodies only counts: it stops what the functions take, and the rule
  # below stops what they refuse.
  managed_groups = {
    AWSManagedRulesAmazonIpReputationList = { priority = 10, counted = [] }
    AWSManagedRulesKnownBadInputsRuleSet  = { priority = 20, counted = [] }
    AWSManagedRulesCommonRuleSet          = { priority = 30, counted = ["SizeRestrictions_BODY"] }
  }

  problem_types = { too_many_requests = "too-many-requests", too_large = "payload-too-large" }
  answers = {
    too_many_requests = { status = 429, title = "Too many requests" }
    too_large         = { status = 413, title = "The body is too large" }
  }

  # WAF sees a length as text.
  over_64_kib = "^([0-9]{6,}|[7-9][0-9]{4}|6[6-9][0-9]{3}|65[6-9][0-9]{2}|655[4-9][0-9]|6553[7-9])$"
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV2_AWS_31:WAF's logs hold visitors' addresses; its metrics and sampled requests tell what was stopped.
  #checkov:skip=CKV_AWS_192:AWSManagedRulesKnownBadInputsRuleSet, with its rule on Log4j, is among the groups below.
  region = "us-east-1"
  name   = var.name
  scope  = "CLOUDFRONT"

  default_action {
    allow {}
  }

  dynamic "custom_response_body" {
    for_each = local.answers

    content {
      key          = custom_response_body.key
      content_type = "APPLICATION_JSON"
      content = jsonencode({
        type   = "/problems/${local.problem_types[custom_response_body.key]}"
        title  = custom_response_body.value.title
        status = custom_response_body.value.status
      })
    }
  }

  rule {
    name     = "rate"
    priority = 0

    action {
      block {
        custom_response {
          response_code            = local.answers.too_many_requests.status
          custom_response_body_key = "too_many_requests"

          response_header {
            name  = "Retry-After"
            value = "300"
          }
        }
      }
    }

    statement {
      rate_based_statement {
        limit                 = var.rate_limit
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }

  dynamic "rule" {
    for_each = local.managed_groups

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key

          dynamic "rule_action_override" {
            for_each = rule.value.counted

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  # No route takes more than 64 KiB; here it does not even reach the functions, which refuse it. A body of unknown length is theirs to judge.
  rule {
    name     = "large-body"
    priority = 40

    action {
      block {
        custom_response {
          response_code            = local.answers.too_large.status
          custom_response_body_key = "too_large"
        }
      }
    }

    statement {
      regex_match_statement {
        regex_string = local.over_64_kib

        field_to_match {
          single_header {
            name = "content-length"
          }
        }

        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "large-body"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}
