# CloudFront takes some security headers only as blocks of their own; app.yaml writes all of them as text. What the API says itself stays.
locals {
  as_blocks = ["content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options", "referrer-policy"]
  headers = {
    for of, policy in { site = { name = var.name, headers = var.headers, override = true }, api = { name = "${var.name}-api", headers = var.api_headers, override = false } } :
    of => merge(policy, { plain = { for name, value in policy.headers : name => value if !contains(local.as_blocks, name) } }) if length(policy.headers) > 0
  }
}

resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259:Strict-Transport-Security comes from app.yaml; tests compare it with the plan.
  for_each = local.headers

  name = each.value.name

  security_headers_config {
    dynamic "content_security_policy" {
      for_each = [for name, value in each.value.headers : value if name == "content-security-policy"]

      content {
        content_security_policy = content_security_policy.value
        override                = each.value.override
      }
    }

    dynamic "strict_transport_security" {
      for_each = [for name, value in each.value.headers : value if name == "strict-transport-security"]

      content {
        access_control_max_age_sec = tonumber(regex("max-age=([0-9]+)", strict_transport_security.value)[0])
        include_subdomains         = strcontains(lower(strict_transport_security.value), "includesubdomains")
        preload                    = strcontains(lower(strict_transport_security.value), "preload")
        override                   = each.value.override
      }
    }

    dynamic "content_type_options" {
      for_each = [for name, value in each.value.headers : value if name == "x-content-type-options"]

      content {
        override = each.value.override
      }
    }

    dynamic "frame_options" {
      for_each = [for name, value in each.value.headers : value if name == "x-frame-options"]

      content {
        frame_option = frame_options.value
        override     = each.value.override
      }
    }

    dynamic "referrer_policy" {
      for_each = [for name, value in each.value.headers : value if name == "referrer-policy"]

      content {
        referrer_policy = referrer_policy.value
        override        = each.value.override
      }
    }
  }

  dynamic "custom_headers_config" {
    for_each = length(each.value.plain) == 0 ? [] : [each.value.plain]

    content {
      dynamic "items" {
        for_each = custom_headers_config.value

        content {
          header   = items.key
          value    = items.value
          override = each.value.override
        }
      }
    }
  }
}

moved {
  from = aws_cloudfront_response_headers_policy.this
  to   = aws_cloudfront_response_headers_policy.this["site"]
}
