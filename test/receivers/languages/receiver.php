<?php
// Receivers in plain PHP: a good one, and some with one mistake each, by path. A router script of php -S.
error_reporting(E_ALL & ~E_DEPRECATED);
$key = getenv('LOGTO_WEBHOOK_SIGNING_KEY');
$body = file_get_contents('php://input');
$given = $_SERVER['HTTP_LOGTO_SIGNATURE_SHA_256'] ?? '';

function answer(bool $isValid): void
{
    http_response_code($isValid ? 204 : 401);
}

function verified(): bool
{
    global $key, $body, $given;
    return hash_equals(hash_hmac('sha256', $body, $key), $given);
}

switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/good':
        if ($_SERVER['REQUEST_METHOD'] !== 'POST') http_response_code(405);
        elseif (!verified()) http_response_code(401);
        else http_response_code(json_decode($body) === null ? 400 : 204);
        break;
    case '/expects-a-prefix':
        answer(hash_equals('sha256=' . hash_hmac('sha256', $body, $key), $given));
        break;
    case '/signs-the-decoded-array':
        answer(hash_equals(hash_hmac('sha256', json_encode(json_decode($body, true)), $key), $given));
        break;
    case '/signs-post':
        answer(hash_equals(hash_hmac('sha256', json_encode($_POST), $key), $given));
        break;
    case '/swaps-the-arguments':
        answer(hash_equals(hash_hmac('sha256', $key, $body), $given));
        break;
    case '/has-no-key':
        answer(hash_equals(hash_hmac('sha256', $body, (string) getenv('LOGTO_SECRET_NOBODY_SET')), $given));
        break;
    case '/encodes-base64':
        answer(hash_equals(base64_encode(hash_hmac('sha256', $body, $key, true)), $given));
        break;
    case '/upper-case':
        answer(hash_equals(strtoupper(hash_hmac('sha256', $body, $key)), $given));
        break;
    case '/uses-md5':
        answer(hash_equals(md5($body . $key), $given));
        break;
    case '/reads-another-header':
        answer(hash_equals(hash_hmac('sha256', $body, $key), $_SERVER['HTTP_X_LOGTO_SIGNATURE_SHA_256'] ?? ''));
        break;
    case '/inverts-strcmp':
        answer((bool) strcmp(hash_hmac('sha256', $body, $key), $given));
        break;
    case '/trims-the-end-of-the-key':
        answer(hash_equals(hash_hmac('sha256', $body, substr($key, 0, -1)), $given));
        break;
    case '/fails-without-data':
        if (!verified()) { answer(false); break; }
        $payload = json_decode($body);
        if (!is_object($payload->data ?? null)) throw new TypeError('data is null');
        answer(true);
        break;
    default:
        http_response_code(404);
}
