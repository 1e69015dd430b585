import type { Snippet } from './snippet.ts';

export const go: Snippet = {
  title: 'Go (net/http)',
  language: 'go',
  code: `package main

import ("crypto/hmac"; "crypto/sha256"; "encoding/hex"; "encoding/json"; "io"; "net/http"; "os")

func webhook(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, 5<<20))
	mac := hmac.New(sha256.New, []byte(os.Getenv("LOGTO_WEBHOOK_SIGNING_KEY")))
	mac.Write(body)
	expected, given := hex.EncodeToString(mac.Sum(nil)), r.Header.Get("logto-signature-sha-256")
	status := http.StatusNoContent
	if !json.Valid(body) { status = http.StatusBadRequest }
	if !hmac.Equal([]byte(given), []byte(expected)) { status = http.StatusUnauthorized }
	w.WriteHeader(status)
}`,
};

export const php: Snippet = {
  title: 'PHP',
  language: 'php',
  code: `<?php
$body = file_get_contents('php://input');
$expected = hash_hmac('sha256', $body, (string) getenv('LOGTO_WEBHOOK_SIGNING_KEY'));
$given = $_SERVER['HTTP_LOGTO_SIGNATURE_SHA_256'] ?? '';
if (!hash_equals($expected, $given)) {
    http_response_code(401);
    exit;
}
$payload = json_decode($body, true);
http_response_code($payload === null ? 400 : 204);`,
};

export const laravel: Snippet = {
  title: 'Laravel (routes/api.php, which has no CSRF protection)',
  language: 'php',
  code: `<?php
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\Route;

Route::post('/webhook', function (Request $request) {
    $body = $request->getContent();
    $expected = hash_hmac('sha256', $body, env('LOGTO_WEBHOOK_SIGNING_KEY'));
    $given = $request->header('logto-signature-sha-256', '');
    abort_unless(hash_equals($expected, $given), 401);
    abort_if(json_decode($body) === null, 400);
    return response()->noContent();
});`,
};

export const spring: Snippet = {
  title: 'Spring (Java)',
  language: 'java',
  code: `import static java.nio.charset.StandardCharsets.UTF_8;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;

@RestController
class LogtoWebhook {
  @PostMapping("/webhook")
  ResponseEntity<Void> receive(@RequestBody byte[] body,
      @RequestHeader(name = "logto-signature-sha-256", defaultValue = "") String given) throws Exception {
    var mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(System.getenv("LOGTO_WEBHOOK_SIGNING_KEY").getBytes(UTF_8), "HmacSHA256"));
    var expected = java.util.HexFormat.of().formatHex(mac.doFinal(body));
    var isValid = java.security.MessageDigest.isEqual(given.getBytes(UTF_8), expected.getBytes(UTF_8));
    return ResponseEntity.status(isValid ? 204 : 401).build();
  }
}`,
};

export const springKotlin: Snippet = {
  title: 'Spring (Kotlin)',
  language: 'kotlin',
  code: `import org.springframework.http.ResponseEntity
import org.springframework.web.bind.annotation.*

@RestController
class LogtoWebhook {
    @PostMapping("/webhook")
    fun receive(@RequestBody body: ByteArray, @RequestHeader("logto-signature-sha-256", defaultValue = "") given: String): ResponseEntity<Void> {
        val mac = javax.crypto.Mac.getInstance("HmacSHA256")
        mac.init(javax.crypto.spec.SecretKeySpec(System.getenv("LOGTO_WEBHOOK_SIGNING_KEY").toByteArray(), "HmacSHA256"))
        val expected = java.util.HexFormat.of().formatHex(mac.doFinal(body))
        val isValid = java.security.MessageDigest.isEqual(given.toByteArray(), expected.toByteArray())
        return ResponseEntity.status(if (isValid) 204 else 401).build()
    }
}`,
};

export const aspnet: Snippet = {
  title: 'ASP.NET Core',
  language: 'csharp',
  code: `app.MapPost("/webhook", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    var utf8 = System.Text.Encoding.UTF8;
    var key = utf8.GetBytes(Environment.GetEnvironmentVariable("LOGTO_WEBHOOK_SIGNING_KEY")!);
    var digest = System.Security.Cryptography.HMACSHA256.HashData(key, body.ToArray());
    var expected = utf8.GetBytes(Convert.ToHexString(digest).ToLowerInvariant());
    var given = utf8.GetBytes(request.Headers["logto-signature-sha-256"].ToString());
    var isValid = System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(given, expected);
    return Results.StatusCode(isValid ? 204 : 401);
});`,
};

export const rails: Snippet = {
  title: 'Rails',
  language: 'ruby',
  code: `class LogtoWebhooksController < ActionController::API
  def create
    body = request.raw_post
    expected = OpenSSL::HMAC.hexdigest("SHA256", ENV.fetch("LOGTO_WEBHOOK_SIGNING_KEY"), body)
    given = request.headers["logto-signature-sha-256"].to_s
    return head :unauthorized unless ActiveSupport::SecurityUtils.secure_compare(given, expected)

    JSON.parse(body)
    head :no_content
  rescue JSON::ParserError
    head :bad_request
  end
end`,
};
