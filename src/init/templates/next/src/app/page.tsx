export default function Page() {
  return <p>The webhook is POST /webhooks/logto.</p>;
}
