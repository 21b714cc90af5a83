resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:Access logs would hold visitors' addresses.
  #checkov:skip=CKV_AWS_144:What is in it is rebuilt from the repository or kept in versions; one region is enough.
  #checkov:skip=CKV_AWS_145:Encrypted with S3's key: CloudFront reads it without a key policy.
  #checkov:skip=CKV2_AWS_62:Nobody waits for events of this bucket.
  bucket        = var.name
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "tidy"
    status = "Enabled"

    filter {}

    dynamic "expiration" {
      for_each = var.expire_days == null ? [] : [var.expire_days]

      content {
        days = expiration.value
      }
    }

    noncurrent_version_expiration {
      noncurrent_days = var.keep_replaced_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      # A refusal, of everybody and of everything that does not come by TLS.
      [{
        Sid       = "EncryptedTransportOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      # Who may not list is told 403 of a file that is missing; who may, 404. Nobody can list by it: CloudFront asks for keys, hands no query
      # on, and makes index.html of an address without a key. The keys are those of the files that are served.
      length(var.readers) == 0 ? [] : [for right in [
        { sid = "CloudFront", action = "s3:GetObject", on = "${aws_s3_bucket.this.arn}/*" },
        { sid = "MissingIsNotFound", action = "s3:ListBucket", on = aws_s3_bucket.this.arn },
        ] : {
        Sid       = right.sid
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = right.action
        Resource  = [right.on]
        Condition = { StringEquals = { "aws:SourceArn" = var.readers } }
      }],
    )
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}

# S3 refuses to delete a bucket that holds something, but only after everything above has been taken off it. This is destroyed first, and
# asks first: what stays keeps its versions, its policy and its protection. A bucket that goes with what is in it is not asked.
resource "terraform_data" "destroyed_when_empty" {
  triggers_replace = {
    bucket = aws_s3_bucket.this.bucket
    region = aws_s3_bucket.this.bucket_region
  }
  input = { force = var.force_destroy }

  provisioner "local-exec" {
    when  = destroy
    quiet = true
    environment = {
      BUCKET = self.triggers_replace.bucket
      REGION = self.triggers_replace.region
      FORCE  = self.input.force
    }
    command = <<-EOT
      [ "$FORCE" != true ] || exit 0
      found="$(aws s3api list-object-versions --bucket "$BUCKET" --region "$REGION" --max-keys 1 --no-paginate --query 'Versions[0].Key || DeleteMarkers[0].Key' --output text 2>&1)" || case "$found" in
        *NoSuchBucket*) exit 0 ;;
        *) echo "whether the bucket $BUCKET is empty could not be asked, so it stays as it is: $found" >&2; exit 1 ;;
      esac
      [ "$found" = None ] || { echo "the bucket $BUCKET holds $found, so it stays as it is: empty it with all versions, or have it go with what is in it (force_destroy, keep_data)" >&2; exit 1; }
    EOT
  }

  depends_on = [
    aws_s3_bucket_lifecycle_configuration.this,
    aws_s3_bucket_ownership_controls.this,
    aws_s3_bucket_policy.this,
    aws_s3_bucket_public_access_block.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
    aws_s3_bucket_versioning.this,
  ]
}
