variables {
  name          = "shop-staging"
  buckets       = { web = "shop-dev-web.s3.eu-central-1.amazonaws.com" }
  api           = { host = "a1b2c3.execute-api.eu-central-1.amazonaws.com", paths = ["/api/*"] }
  web_acl_arn   = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop-dev/0"
  origin_header = { name = "x-origin-secret", value = "drawn at random" }
}

run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = startswith(module.site.origin, "https://")
    error_message = "The site's origin is what browsers send."
  }
}

run "domain_of_ones_own" {
  variables {
    domain = { name = "shop.example.com", zone_id = "Z0EXAMPLE" }
  }

  assert {
    condition     = output.origin == "https://shop.example.com" && one(aws_cloudfront_distribution.this.viewer_certificate).minimum_protocol_version == "TLSv1.2_2021"
    error_message = "A domain of one's own is served with TLS 1.2 at least."
  }

  assert {
    condition     = aws_acm_certificate.this[0].region == "us-east-1"
    error_message = "CloudFront reads its certificate from us-east-1."
  }
}

run "only_pages_are_rewritten" {
  command = plan

  assert {
    condition     = alltrue([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : length(behaviour.function_association) == 0]) && length(aws_cloudfront_distribution.this.custom_error_response) == 0
    error_message = "An API's 404 stays a problem document."
  }
}

run "refuses_an_api_everywhere" {
  command = plan

  variables {
    api = { host = "a1b2c3.execute-api.eu-central-1.amazonaws.com", paths = ["/*"] }
  }

  expect_failures = [var.api]
}
